import type { Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import { SEARCH_ATTRIBUTES, type SearchAttributeName } from '../../workflows/contracts/search-attributes.js';
import { ATTRIBUTE_NAMES } from './attributes.js';
import { SERVICE_ERROR, serviceErrorOf } from './with-deadline.js';

const { IndexedValueType } = proto.temporal.api.enums.v1;
const DAY = 86_400;

/** Days for which Temporal must keep closed runs: "once" means once within this time. */
export const RETENTION_DAYS = 30;

/** The part of a connection that is needed here. The client's connection has it, and the worker's. */
export type NamespaceConnection = Pick<Connection, 'workflowService' | 'operatorService' | 'withDeadline'>;

/**
 * Makes sure that a namespace can hold Waypost's runs: it exists, keeps closed runs for 30 days and knows every search
 * attribute. Registers missing attributes and changes nothing else. Several processes can do so at the same time.
 * `within` is the time limit in milliseconds. Errors of the connection pass through.
 * @throws NamespaceUnfit
 */
export async function ensureNamespace(
  connection: NamespaceConnection,
  namespace: string,
  within = 10_000,
): Promise<void> {
  await connection.withDeadline(Date.now() + within, async () => {
    await checkRetention(connection, namespace);
    const missing = await missingAttributes(connection, namespace);
    if (missing.length === 0) return;
    const refusal = await register(connection, namespace, missing);
    const left = await missingAttributes(connection, namespace);
    if (left.length > 0) throw new NamespaceUnfit(`${lacks(namespace, left)}${refusal ? ` (${refusal})` : ''}`);
  });
}

/** Maps search attributes to the server's numbers for their types. */
export function searchAttributeTypes(names: readonly SearchAttributeName[] = ATTRIBUTE_NAMES): Record<string, number> {
  return Object.fromEntries(names.map((name) => [name, typeOf(name)]));
}

/** Thrown when the namespace can't hold Waypost's runs. The message says what to change. */
export class NamespaceUnfit extends Error {
  override readonly name = 'NamespaceUnfit';
}

async function checkRetention(connection: NamespaceConnection, namespace: string): Promise<void> {
  const { config } = await connection.workflowService.describeNamespace({ namespace }).catch((error: unknown) => {
    throw serviceErrorOf(error)?.code === SERVICE_ERROR.notFound ? new NamespaceUnfit(isMissing(namespace)) : error;
  });
  const seconds = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0);
  if (seconds >= RETENTION_DAYS * DAY) return;
  throw new NamespaceUnfit(
    `Temporal's namespace "${namespace}" keeps closed runs for ${Math.round(seconds / 360) / 10} hours, Waypost needs ` +
      `${RETENTION_DAYS} days: temporal operator namespace update --namespace ${namespace} --retention ${RETENTION_DAYS}d`,
  );
}

async function missingAttributes(connection: NamespaceConnection, namespace: string): Promise<SearchAttributeName[]> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  return ATTRIBUTE_NAMES.filter((name) => {
    const type = customAttributes[name];
    if (type === undefined) return true;
    if (type === typeOf(name)) return false;
    throw new NamespaceUnfit(
      `Temporal's namespace "${namespace}" has a search attribute ${name} of another type; Waypost needs ` +
        `${SEARCH_ATTRIBUTES[name]}: remove or rename it, or give Waypost its own namespace.`,
    );
  });
}

/** Registers attributes. Returns the server's refusal, which a race with another process can cause too. */
async function register(
  connection: NamespaceConnection,
  namespace: string,
  names: readonly SearchAttributeName[],
): Promise<string | null> {
  try {
    await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: searchAttributeTypes(names) });
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function isMissing(namespace: string): string {
  return (
    `Temporal has no namespace "${namespace}". Create it: temporal operator namespace create ` +
    `--namespace ${namespace} --retention ${RETENTION_DAYS}d. Or set TEMPORAL_NAMESPACE to one that exists.`
  );
}

function lacks(namespace: string, names: readonly SearchAttributeName[]): string {
  const options = names.map((name) => `--name ${name} --type ${cliType(name)}`).join(' ');
  return (
    `Temporal's namespace "${namespace}" lacks search attributes that Waypost could not register: ` +
    `temporal operator search-attribute create --namespace ${namespace} ${options}`
  );
}

function cliType(name: SearchAttributeName): string {
  return SEARCH_ATTRIBUTES[name]
    .split('_')
    .map((word) => word.charAt(0) + word.slice(1).toLowerCase())
    .join('');
}

function typeOf(name: SearchAttributeName): proto.temporal.api.enums.v1.IndexedValueType {
  return IndexedValueType[`INDEXED_VALUE_TYPE_${SEARCH_ATTRIBUTES[name]}`];
}
