import { ActivityNotFoundError, isGrpcServiceError, WorkflowNotFoundError } from '@temporalio/client';
import { RunNotFound, TemporalUnavailable } from '../errors.js';

/** Time for Temporal to accept what an event promises, in milliseconds. */
export const ACCEPT_WITHIN = 3_000;

/** A connection that can set a deadline on the calls within `fn`: the client's, or the worker's. */
export interface Deadlines {
  withDeadline<T>(deadline: number, fn: () => Promise<T>): Promise<T>;
}

/**
 * Runs calls to Temporal within a deadline, and converts their errors to Waypost's own.
 * @throws RunNotFound, TemporalUnavailable; errors that are not Temporal's pass through
 */
export async function withDeadline<T>(connection: Deadlines, fn: () => Promise<T>, within = ACCEPT_WITHIN): Promise<T> {
  try {
    const call = connection.withDeadline(Date.now() + within, fn);
    track(connection, call);
    return await call;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError || error instanceof ActivityNotFoundError) {
      throw new RunNotFound(error.message, { cause: error });
    }
    const service = serviceErrorOf(error);
    if (!service) throw error;
    if (service.code === SERVICE_ERROR.notFound) throw new RunNotFound(service.details, { cause: error });
    throw new TemporalUnavailable(`Temporal failed: ${service.details}`, { cause: error });
  }
}

/** The calls under way, by connection. */
const underWay = new WeakMap<Deadlines, Set<Promise<unknown>>>();

function track(connection: Deadlines, call: Promise<unknown>): void {
  const calls = underWay.get(connection) ?? new Set();
  underWay.set(connection, calls.add(call));
  const forget = () => calls.delete(call);
  call.then(forget, forget);
}

/**
 * Resolves when the calls under way on a connection have ended, at the latest by their deadlines. Close the connection
 * after that: the SDK retries in a timer, and a retry on a closed connection ends the process.
 */
export async function callsEnded(connection: Deadlines): Promise<void> {
  await Promise.allSettled([...(underWay.get(connection) ?? [])]);
}

/** Closes a connection once the calls under way on it have ended. */
export async function closeAfterCalls(connection: Deadlines & { close(): Promise<void> }): Promise<void> {
  await callsEnded(connection);
  await connection.close();
}

/** The gRPC codes that are handled: https://grpc.github.io/grpc/core/md_doc_statuscodes.html */
export const SERVICE_ERROR = {
  invalidArgument: 3,
  deadlineExceeded: 4,
  notFound: 5,
  permissionDenied: 7,
  failedPrecondition: 9,
  unimplemented: 12,
  unavailable: 14,
  unauthenticated: 16,
} as const;

/** Returns the error of Temporal's service beneath an error; `null` if there is none. */
export function serviceErrorOf(error: unknown): { readonly code: number; readonly details: string } | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (isGrpcServiceError(cause)) return { code: cause.code, details: cause.details };
  }
  return null;
}

/** Returns true if an error only says that Temporal did not answer, so a retry can work. */
export function isTemporalAway(error: unknown): error is Error {
  const code = serviceErrorOf(error)?.code;
  return code === SERVICE_ERROR.unavailable || code === SERVICE_ERROR.deadlineExceeded;
}

/** Returns true if Temporal does not let this client do something, or can't do it, so a retry can't work. */
export function isRefused(error: unknown): boolean {
  const code = serviceErrorOf(error)?.code;
  return code === SERVICE_ERROR.permissionDenied || code === SERVICE_ERROR.unimplemented;
}
