import type { Duration } from '@temporalio/common';
import { ApplicationFailure } from '@temporalio/workflow';
import { askLookUp } from '../activities.js';
import { FAILURES } from '../contracts/failures.js';
import type { JsonObject, JsonValue } from '../contracts/json.js';
import type { Run } from '../runs/run.js';
import { msToNumber } from '../temporal.js';
import { whenReleased } from './when-released.js';

const DEFAULT_WITHIN: Duration = '1 hour';

/** The options of a lookup, untyped. */
export interface LookUpOptions {
  readonly params?: JsonObject;
  readonly player?: string;
  /**
   * Time for an answer; an hour unless given. A given time also runs while the
   * destination is held, the hour does not.
   */
  readonly within?: Duration;
}

/**
 * Asks a lookup.
 * @throws ApplicationFailure `LookUpUnavailable` when it was not answered within its time.
 */
export async function lookUp(run: Run, lookup: string, options: LookUpOptions): Promise<JsonValue> {
  const pause = run.begin(`look up ${lookup}`);
  if (pause) await pause;
  const request = {
    brand: run.input.brand,
    lookup,
    playerId: options.player ?? run.input.playerId,
    params: options.params ?? {},
  };
  const within = options.within ?? DEFAULT_WITHIN;
  const found = await whenReleased(run, {
    step: lookup,
    within: msToNumber(within),
    runsOn: options.within !== undefined,
    read: askLookUp(request),
  });
  if (found.kind === 'unanswered') {
    const reason = `${lookup} gave no answer within ${String(within)}: ${found.reason}`;
    run.note('looked-up', reason);
    throw ApplicationFailure.nonRetryable(reason, FAILURES.lookUpUnavailable);
  }
  run.note('looked-up', lookup);
  return found.answer;
}
