import type { Decision, IncomingEvent } from '../../client/events/decisions.js';
import { Problem } from '../http/errors.js';
import type { Fault } from '../http/problem.js';
import type { Services } from '../services.js';
import { recordDecisions } from './record-decisions.js';

/** How a single event is taken: `dryRun` decides and does nothing, `strict` refuses what nobody listens to. */
export interface Acceptance {
  readonly dryRun: boolean;
  readonly strict: boolean;
}

/** Has one event routed, counts what it came to, and throws the problem of one that is invalid. */
export async function acceptOne(
  services: Services,
  event: IncomingEvent,
  { dryRun, strict }: Acceptance,
): Promise<Decision[]> {
  const decisions = await services.journeys.accept(event, { dryRun });
  if (!dryRun) recordDecisions(services, event, decisions);
  refuseDecisions(decisions, strict);
  return decisions;
}

/** The problem of an event that is invalid. */
export function refuseInvalid(faults: readonly [Fault, ...Fault[]]): Problem {
  return new Problem('invalid', `The event can't be taken: ${faults[0].field} ${faults[0].message}.`, {
    errors: faults,
  });
}

/** Throws the problem of a single event that its journeys find invalid, or, with `strict`, that none of them hears. */
export function refuseDecisions(decisions: readonly Decision[], strict: boolean): void {
  for (const decision of decisions) {
    if (decision.decision === 'invalid') throw refuseInvalid([{ field: decision.field, message: decision.reason }]);
    if (decision.decision === 'unheard' && strict) {
      throw new Problem('unheard', `No journey listens to the event: ${decision.reason}`, {
        errors: [{ field: 'type', message: decision.reason }],
      });
    }
  }
}
