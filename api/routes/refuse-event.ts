import type { Decision } from '../../client/decisions.js';
import { Problem } from '../errors.js';
import type { Fault } from '../schemas/problem.js';

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
