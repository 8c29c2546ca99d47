import type { Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import { SEARCH_ATTRIBUTES, type SearchAttributeName } from '../../workflows/contracts/search-attributes.js';
import { ATTRIBUTE_NAMES } from './attributes.js';

const { IndexedValueType } = proto.temporal.api.enums.v1;
const DAY = 86_400;

/** How long, in days, Temporal must keep closed runs: "once" means within this time. */
export const RETENTION_DAYS = 30;

/** The part of a connection that is needed here: the client's and the worker's both have it. */
export type NamespaceConnection = Pick<Connection, 'workflowService' | 'operatorService' | 'withDeadline'>;

/**
 * Makes sure that a namespace can hold Waypost's runs: it keeps closed runs for 30 days and knows every search
 * attribute. Registers attributes that are missing and changes nothing else; processes may do so side by side.
 * `within` is how long it may take, in milliseconds.
 *
 * Throws NamespaceUnfit, whose message says what to do; errors of the connection pass through.
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

/** The server's numbers for the types of the search attributes. */
export function searchAttributeTypes(names: readonly SearchAttributeName[] = ATTRIBUTE_NAMES): Record<string, number> {
  return Object.fromEntries(names.map((name) => [name, typeOf(name)]));
}

/** The namespace can't hold Waypost's runs as it is. The message names what to change. */
export class NamespaceUnfit extends Error {
  override readonly name = 'NamespaceUnfit';
}

async function checkRetention(connection: NamespaceConnection, namespace: string): Promise<void> {
  const { config } = await connection.workflowService.describeNamespace({ namespace });
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
        `${SEARCH_ATTRIBUTES[name]}: remove or rename it, or give Waypost a namespace of its own.`,
    );
  });
}

/** Registers attributes; answers with the server's refusal, which a race for the same name may cause too. */
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
