import { Context } from '@temporalio/activity';
import type { Activities } from '../../workflows/contracts/activities.js';
import type { HoldWaker } from '../../workflows/contracts/ports.js';
import { wakeRuns } from '../wake-runs.js';

/** Runs signalled per second, so that a release does not flood the destination. */
const EACH_SECOND = 50;

/** Creates the activity that signals a release to every run that might wait for the hold. */
export function createWakeHeld(waker: HoldWaker): Activities['wakeHeld'] {
  return async (brand, released) => {
    const context = Context.current();
    const runs = await wakeRuns(context, {
      list: (cursor) => waker.waiting(brand, cursor),
      signal: (run) => waker.signal(run, released),
      rate: () => EACH_SECOND,
    });
    context.log.info('signalled the release of a hold', { brand, hold: released.id, runs });
  };
}
