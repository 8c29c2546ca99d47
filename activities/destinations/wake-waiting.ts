import { setTimeout as sleep } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import type { Activities } from '../../workflows/contracts/activities.js';
import type { DestinationWaker } from '../../workflows/contracts/ports.js';
import { wakeRuns } from '../wake-runs.js';
import type { Breakers } from './breaker.js';

/** Runs signalled in the first second. The number doubles each second up to the maximum, to spare a weak destination. */
const FIRST_SECOND = 5;
const EACH_SECOND = 50;

/** Delay of the second pass, for the runs that visibility had not shown yet. Milliseconds. */
const SECOND_PASS_AFTER = 3_000;

/**
 * Creates the activity that signals to every run that waits for a destination that it answers again. Stops when this
 * process sees it go down again.
 */
export function createWakeWaiting(waker: DestinationWaker, breakers: Breakers): Activities['wakeWaiting'] {
  return async (brand, destination) => {
    const context = Context.current();
    const breaker = breakers.of(brand, destination);
    const { openings } = breaker;
    const goesOn = (): boolean => breaker.openings === openings;
    const woken = new Set<string>();
    const pass = (rate: (second: number) => number): Promise<number> =>
      wakeRuns(context, {
        list: async (cursor) => {
          const { runs, next } = await waker.waiting(brand, destination, cursor);
          return { runs: runs.filter((run) => !woken.has(run)), next };
        },
        signal: async (run) => {
          await waker.signal(run, destination);
          woken.add(run);
        },
        rate,
        goesOn,
      });
    await pass((second) => Math.min(EACH_SECOND, FIRST_SECOND * 2 ** second));
    await sleep(SECOND_PASS_AFTER, null, { signal: context.cancellationSignal });
    await pass(() => EACH_SECOND);
    context.log.info('signalled that the destination answers again', {
      ...{ brand, destination, runs: woken.size, wentDown: !goesOn() },
    });
  };
}
