import { CancellationScope, isCancellation } from '@temporalio/workflow';
import type { PreparedCall } from '../contracts/call.js';
import { reserveLimits, settleLimits } from './activities.js';
import type { OpenCall } from './calls.js';
import { unlessUnanswered } from './elsewhere.js';
import { finish } from './finish.js';
import type { Settled } from './next-step.js';
import type { Run } from './run.js';
import { parkUnsent, unsent } from './unsent.js';

/**
 * Delivers a call once its limits are reserved. They count for ever if its effect may have happened, else no more. Each
 * is journalled.
 */
export async function withLimits(
  run: Run,
  open: OpenCall,
  call: PreparedCall,
  deliver: () => Promise<Settled>,
): Promise<Settled> {
  try {
    const limited = await reserve(run, open, call);
    const settled = limited ?? (await deliver());
    tellLimits(run, open, call, settled.counts);
    return settled;
  } catch (error) {
    // Handed over, its reservation goes with it. Cut off by an exit, it was surely not sent.
    if (isCancellation(error) && !run.isHandingOver(open)) tellLimits(run, open, call, false);
    throw error;
  }
}

async function reserve(run: Run, open: OpenCall, call: PreparedCall): Promise<Settled | null> {
  for (;;) {
    const answer = await unlessUnanswered(() => reserveLimits(call, call.patience));
    if (answer.kind === 'reserved') {
      const value = call.value === null ? '' : `, for ${call.value.amount} ${call.value.currency}`;
      run.note('limited', `${open.step}: takes its place under ${namesOf(call)}${value}`, { call: open.callKey });
      return null;
    }
    if (answer.kind === 'suppressed') return unsent('suppressed', `${answer.by}: ${answer.reason}`);
    const decision = await parkUnsent(run, open, `its limits could not be reserved: ${answer.reason}`, call);
    if (decision) return decision;
  }
}

function tellLimits(run: Run, open: OpenCall, call: PreparedCall, counts: boolean): void {
  const what = counts ? 'counts' : 'does not count';
  const undone = `${open.step} keeps its place, since ${namesOf(call)} could not be told that it ${what}`;
  finish(run, undone, async () => {
    await CancellationScope.nonCancellable(() => settleLimits(call, counts));
    run.note('limited', `${open.step}: ${what} under ${namesOf(call)}`, { call: open.callKey });
  });
}

function namesOf({ limits = [] }: PreparedCall): string {
  return limits.map(({ name }) => `the limit "${name}"`).join(' and ');
}
