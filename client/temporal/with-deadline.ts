import { isGrpcServiceError, WorkflowNotFoundError } from '@temporalio/client';
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
    return await connection.withDeadline(Date.now() + within, fn);
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) throw new RunNotFound(error.message, { cause: error });
    const service = serviceErrorOf(error);
    if (!service) throw error;
    if (service.code === SERVICE_ERROR.notFound) throw new RunNotFound(service.details, { cause: error });
    throw new TemporalUnavailable(`Temporal failed: ${service.details}`, { cause: error });
  }
}

/** The gRPC codes that are handled: https://grpc.github.io/grpc/core/md_doc_statuscodes.html */
export const SERVICE_ERROR = {
  invalidArgument: 3,
  deadlineExceeded: 4,
  notFound: 5,
  unimplemented: 12,
  unavailable: 14,
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
