import type { Decision, IncomingEvent } from '../../client/events/decisions.js';
import { Problem } from '../http/errors.js';
import type { Fault } from '../http/problem.js';
import type { Services } from '../services.js';
import { recordDecisions } from './record-decisions.js';

/** Options for a single event. `dryRun` decides and does nothing; `strict` refuses an event that nobody listens to. */
export interface AcceptOptions {
  readonly dryRun: boolean;
  readonly strict: boolean;
}

/** Routes one event and counts its decisions. Throws a problem if it is invalid. */
export async function acceptOne(
  services: Services,
  event: IncomingEvent,
  { dryRun, strict }: AcceptOptions,
): Promise<Decision[]> {
  const decisions = await services.journeys.accept(event, { dryRun });
  if (!dryRun) recordDecisions(services, event, decisions);
  refuseDecisions(decisions, strict);
  return decisions;
}

/** Returns the problem of an invalid event. */
export function refuseInvalid(faults: readonly [Fault, ...Fault[]]): Problem {
  return new Problem('invalid', `The event is invalid: ${faults[0].field} ${faults[0].message}.`, {
    errors: faults,
  });
}

/** Throws a problem if a journey finds a single event invalid or, with `strict`, if nobody listens to it. */
export function refuseDecisions(decisions: readonly Decision[], strict: boolean): void {
  for (const decision of decisions) {
    if (decision.decision === 'invalid') throw refuseInvalid([{ field: decision.field, message: decision.reason }]);
    if (decision.decision === 'unheard' && strict) {
      throw new Problem('unheard', `No journey or rule listens to the event: ${decision.reason}`, {
        errors: [{ field: 'type', message: decision.reason }],
      });
    }
  }
}
