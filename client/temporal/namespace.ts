import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import { SEARCH_ATTRIBUTES, type SearchAttributeName } from '../../workflows/contracts/search-attributes.js';
import { ATTRIBUTE_NAMES, columnOf } from './attributes.js';
import { isRefused, SERVICE_ERROR, serviceErrorOf } from './with-deadline.js';

const { IndexedValueType } = proto.temporal.api.enums.v1;
const DAY = 86_400;
const LOOK_AGAIN_MS = 200;

/** Days for which Temporal must keep closed runs: the repeat of an event is recognised only within this time. */
export const RETENTION_DAYS = 30;

/** The part of a connection that is needed here. The client's connection has it, and the worker's. */
export type NamespaceConnection = Pick<Connection, 'workflowService' | 'operatorService' | 'withDeadline'>;

/**
 * Makes sure that a namespace can hold Waypost's runs: it exists, keeps closed runs for 30 days and knows every search
 * attribute. Registers missing attributes and changes nothing else. Several processes can do so at the same time.
 * Without the right to see or register attributes it is enough that all are there. `within` is the time limit in
 * milliseconds. Errors of the connection pass through.
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
    if (missing.length > 0) {
      const refusal = await register(connection, namespace, missing);
      const left = await missingAttributes(connection, namespace);
      if (left.length > 0) throw new NamespaceUnfit(`${lacks(namespace, left)}${refusal ? ` (${refusal})` : ''}`);
    }
    await untilKnown(connection, namespace);
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
    const { code, details = '' } = serviceErrorOf(error) ?? {};
    if (code === SERVICE_ERROR.notFound) throw new NamespaceUnfit(isMissing(namespace), { cause: error });
    if (code === SERVICE_ERROR.permissionDenied || code === SERVICE_ERROR.unauthenticated) {
      throw new NamespaceUnfit(isClosed(namespace, details), { cause: error });
    }
    throw error;
  });
  const seconds = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0);
  if (seconds >= RETENTION_DAYS * DAY) return;
  throw new NamespaceUnfit(
    `Temporal's namespace "${namespace}" keeps closed runs for ${Math.round(seconds / 360) / 10} hours, Waypost needs ` +
      `${RETENTION_DAYS} days, because it recognises the repeat of an event only within that time: temporal operator namespace update --namespace ${namespace} --retention ${RETENTION_DAYS}d`,
  );
}

async function missingAttributes(connection: NamespaceConnection, namespace: string): Promise<SearchAttributeName[]> {
  const customAttributes = await registeredAttributes(connection, namespace);
  if (customAttributes === null) return unusableAttributes(connection, namespace);
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

/** Returns the types of the registered attributes; `null` if this client may not see them. */
async function registeredAttributes(connection: NamespaceConnection, namespace: string) {
  try {
    return (await connection.operatorService.listSearchAttributes({ namespace })).customAttributes;
  } catch (error) {
    if (isRefused(error)) return null;
    throw error;
  }
}

/** Returns the attributes that a query can't name, because they are missing. It does not tell types. */
async function unusableAttributes(connection: NamespaceConnection, namespace: string): Promise<SearchAttributeName[]> {
  if (await canBeNamed(connection, namespace, ATTRIBUTE_NAMES)) return [];
  const unusable: SearchAttributeName[] = [];
  // One after the other: a namespace may ask visibility ten times a second.
  for (const name of ATTRIBUTE_NAMES) if (!(await canBeNamed(connection, namespace, [name]))) unusable.push(name);
  return unusable;
}

/** The namespaces whose attributes the server takes, by connection. */
const known = new WeakMap<NamespaceConnection, Set<string>>();

/** Resolves when the server takes the attributes. A cluster needs some seconds, in which it refuses to start runs. */
async function untilKnown(connection: NamespaceConnection, namespace: string): Promise<void> {
  const namespaces = known.get(connection) ?? new Set();
  known.set(connection, namespaces);
  if (namespaces.has(namespace)) return;
  while (!(await canBeNamed(connection, namespace, ATTRIBUTE_NAMES))) await sleep(LOOK_AGAIN_MS);
  namespaces.add(namespace);
}

async function canBeNamed(
  connection: NamespaceConnection,
  namespace: string,
  names: readonly SearchAttributeName[],
): Promise<boolean> {
  // No run has this id, so that the server need not read any.
  const query = [`WorkflowId = '~none'`, ...names.map((name) => `${columnOf(name)} IS NULL`)].join(' AND ');
  try {
    await connection.workflowService.countWorkflowExecutions({ namespace, query });
    return true;
  } catch (error) {
    if (serviceErrorOf(error)?.code === SERVICE_ERROR.invalidArgument) return false;
    throw error;
  }
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

function isClosed(namespace: string, details: string): string {
  return (
    `Temporal refuses the namespace "${namespace}" (${details}): check TEMPORAL_NAMESPACE, and TEMPORAL_API_KEY or ` +
    `the client's certificate with the rights of its owner.`
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
