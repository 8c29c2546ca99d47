import { WorkflowNotFoundError } from '@temporalio/client';
import { RunNotFound, TemporalUnavailable } from './errors.js';
import { SERVICE_ERROR, serviceErrorOf } from './service-error.js';

/** How long Temporal has to accept what an event promises, in milliseconds. */
export const ACCEPT_WITHIN = 3_000;

/** What can set a deadline on the calls within `fn`: a connection of the client or of the worker. */
export interface Deadlines {
  withDeadline<T>(deadline: number, fn: () => Promise<T>): Promise<T>;
}

/**
 * Runs calls to Temporal within a deadline, and names what goes wrong in product words.
 * @throws RunNotFound, TemporalUnavailable; whatever is not Temporal's passes through.
 */
export async function guarded<T>(connection: Deadlines, fn: () => Promise<T>, within = ACCEPT_WITHIN): Promise<T> {
  try {
    return await connection.withDeadline(Date.now() + within, fn);
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) throw new RunNotFound(error.message, { cause: error });
    const service = serviceErrorOf(error);
    if (!service) throw error;
    if (service.code === SERVICE_ERROR.notFound) throw new RunNotFound(service.details, { cause: error });
    throw new TemporalUnavailable(`Temporal did not accept: ${service.details}`, { cause: error });
  }
}
