import { CancellationScope, isCancellation } from '@temporalio/workflow';
import { reserveLimits, settleLimits } from '../activities.js';
import { deliver } from '../calls/deliver.js';
import type { Delivery } from '../calls/delivery.js';
import type { Settled } from '../calls/next-step.js';
import type { OpenCall } from '../calls/open-calls.js';
import { parkUndelivered, unsent } from '../calls/park.js';
import type { PreparedCall } from '../contracts/calls/call.js';
import type { LimitAnswer } from '../contracts/keepers/limit.js';
import { type Unanswered, unlessUnanswered } from '../reads/local-first-read.js';
import { beforeClose } from '../runs/before-close.js';
import type { Run } from '../runs/run.js';

/**
 * Delivers a call once its limits are reserved. They count for ever if its effect may have happened, else no more. Each
 * is journalled.
 */
export async function withLimits(delivery: Delivery): Promise<Settled> {
  const { run, open, call } = delivery;
  try {
    const limited = await reserve(delivery);
    const settled = limited ?? (await deliver(delivery));
    settleLimitsOf(run, open, call, settled.counts);
    return settled;
  } catch (error) {
    // Handed over, its reservation goes with it. Cut off by an exit, it was surely not sent.
    if (isCancellation(error) && !run.isHandingOver(open)) settleLimitsOf(run, open, call, false);
    throw error;
  }
}

async function reserve({ run, open, call, progress: { maybeSent } }: Delivery): Promise<Settled | null> {
  for (;;) {
    const answer = await askForPlace(call).catch((error: unknown) => {
      if (isCancellation(error) && maybeSent && !run.isHandingOver(open)) return null;
      throw error;
    });
    // The run exits: what may have been sent before its reset is settled as any call that is cut off.
    if (answer === null) return null;
    if (answer.kind === 'reserved') {
      const value = call.value === null ? '' : `, for ${call.value.amount} ${call.value.currency}`;
      run.note('limited', `${open.step}: takes its place under ${namesOf(call)}${value}`, { call: open.callKey });
      return null;
    }
    const isFull = answer.kind === 'suppressed';
    if (isFull && !maybeSent) return unsent('suppressed', `${answer.by}: ${answer.reason}`);
    const reason = isFull ? `${answer.by}: ${answer.reason}` : `its limits could not be reserved: ${answer.reason}`;
    const decision = await parkUndelivered(run, open, { reason, call, maybeSent });
    if (decision) return decision;
  }
}

function askForPlace(call: PreparedCall): Promise<LimitAnswer | Unanswered> {
  return unlessUnanswered(() => reserveLimits(call, call.patience));
}

function settleLimitsOf(run: Run, open: OpenCall, call: PreparedCall, counts: boolean): void {
  const what = counts ? 'counts' : 'does not count';
  const undone = `${open.step} keeps its place, since ${namesOf(call)} could not be told that it ${what}`;
  beforeClose(run, undone, async () => {
    await CancellationScope.nonCancellable(() => settleLimits(call, counts));
    run.note('limited', `${open.step}: ${what} under ${namesOf(call)}`, { call: open.callKey });
  });
}

function namesOf({ limits = [] }: PreparedCall): string {
  return limits.map(({ name }) => `the limit "${name}"`).join(' and ');
}
