import {
  getExternalWorkflowHandle,
  isCancellation,
  proxyActivities,
  sleep,
  TemporalFailure,
} from '@temporalio/workflow';
import type { Activities } from '../contracts/activities.js';
import { playerEvent } from '../contracts/messages.js';
import type { OpenRun } from '../contracts/ports.js';
import type { SweepInput, SweepResult } from '../contracts/runs/sweep.js';

/** When to look again for runs that visibility had not shown yet. */
const LOOK_DELAYS = ['0 seconds', '10 seconds', '50 seconds'] as const;

const { findOpenRuns } = proxyActivities<Pick<Activities, 'findOpenRuns'>>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '500 milliseconds', maximumInterval: '30 seconds' },
  summary: "list the player's open runs",
});

/**
 * Carries one event to a player's open runs of keyed journeys, for an event that does not name their key. A run that
 * has heard it already ignores it, so one run may be signalled here and directly.
 */
export async function sweep({ event, ...search }: SweepInput): Promise<SweepResult> {
  const signalled = new Set<string>();
  for (const delay of LOOK_DELAYS) {
    if (delay !== '0 seconds') await sleep(delay, { summary: 'look again for runs that were not listed yet' });
    const runs = await findOpenRuns(search);
    const fresh = runs.filter((run) => !signalled.has(run.id));
    await Promise.all(fresh.map((run) => signal(run, event)));
    fresh.forEach((run) => signalled.add(run.id));
  }
  return { signalled: [...signalled] };
}

async function signal(run: OpenRun, event: SweepInput['event']): Promise<void> {
  try {
    await getExternalWorkflowHandle(run.id).signal(playerEvent, event);
  } catch (error) {
    // It has closed since it was listed: nobody is left to hear.
    if (!(error instanceof TemporalFailure) || isCancellation(error)) throw error;
  }
}
