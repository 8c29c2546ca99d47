import { CancelledFailure, isCancellation } from '@temporalio/workflow';
import { prepareCall } from '../activities.js';
import type { CallProgress } from '../contracts/calls/call-run.js';
import type { Blocked } from '../contracts/calls/recheck.js';
import type { RenderedCall } from '../contracts/runs/rule.js';
import { withLimits } from '../limits/reserve.js';
import { localFirst } from '../reads/local-first-read.js';
import { keepUndelivered } from '../redo/keep-undelivered.js';
import type { Run } from '../runs/run.js';
import { waitUntil, waitForRelease } from './back-off.js';
import { deliver } from './deliver.js';
import { type Decided, notePrepared, noteSettled } from './delivery.js';
import type { Settled } from './next-step.js';
import type { OpenCall } from './open-calls.js';
import { parkUndelivered, unsent } from './park.js';
import { noteGuardsPassed, noteUnanswered } from './recheck.js';

/** The longest preparation of a call before a person is asked: 75 hours, the default patience. */
const PREPARATION_PATIENCE = 75 * 60 * 60 * 1000;

/** The progress of a call that has just been decided. */
export function freshProgress(): CallProgress {
  const since = Date.now();
  return { maybeSent: false, confirmed: false, attempts: 0, since, knownAt: since, last: null };
}

/**
 * Prepares a call, reserves its limits, delivers it, and settles the limits. The outcome is journalled.
 * @throws CancelledFailure when an exit cut it off unsent, or when it is handed over.
 */
export async function settleCall(run: Run, open: OpenCall, decided: Decided): Promise<Settled> {
  try {
    const prepared = decided.prepared ?? (await prepare(run, open, decided));
    const settled = 'outcome' in prepared ? prepared : await untilSettled(run, open, decided, prepared);
    noteSettled(run, open, settled.outcome, settled.reason);
    keepUndelivered(run, open, decided, settled);
    return settled;
  } catch (error) {
    if (isCancellation(error) && !run.isHandingOver(open)) {
      const settled = { outcome: 'abandoned', reason: 'exited' } as const;
      noteSettled(run, open, settled.outcome, settled.reason);
      keepUndelivered(run, open, decided, settled);
    }
    throw error;
  }
}

function untilSettled(run: Run, open: OpenCall, decided: Decided, prepared: RenderedCall): Promise<Settled> | Settled {
  if (prepared.kind === 'refused') return unsent('refused', prepared.reason);
  decided.prepared = prepared;
  const { call } = prepared;
  notePrepared(open, call);
  const delivery = { run, open, call, progress: decided.progress };
  return call.limits ? withLimits(delivery) : deliver(delivery);
}

/** The bytes to send; or how the call has ended without any. */
async function prepare(run: Run, open: OpenCall, { request, progress }: Decided): Promise<RenderedCall | Settled> {
  let ends = Date.now() + PREPARATION_PATIENCE;
  for (let round = 0; ;) {
    const preparation = await localFirst(
      request.brand,
      PREPARATION_PATIENCE,
      prepareCall(request),
      noteUnanswered(run, open.step, open.callKey),
    );
    progress.knownAt = Date.now();
    switch (preparation.kind) {
      case 'ready':
        if (preparation.maybeSent) noteMaybeSent(run, open, progress);
        else noteGuardsPassed(run, open, preparation.call);
        return preparation;
      case 'refused':
        return preparation;
      case 'handed-over':
        open.handingOver = true;
        throw new CancelledFailure(`${open.callKey} was handed over before its run was reset`);
      case 'suppressed':
        return unsent('suppressed', `${preparation.by}: ${preparation.reason}`);
      case 'later':
        run.note('waiting-hours', `${open.step} waits: ${preparation.reason}`, { call: open.callKey });
        await pauseUntil(run, open, preparation);
        break;
      case 'held':
      case 'unanswered': {
        if (preparation.kind === 'held' && Date.now() < ends) {
          run.note('held', `${open.step} waits: ${preparation.reason}`, { call: open.callKey });
          await waitForRelease({ run, open }, preparation, { step: open.step, last: ends, round: round++ });
          break;
        }
        const why = { reason: `not prepared: ${preparation.reason}`, call: null, maybeSent: false };
        const decision = await parkUndelivered(run, open, why);
        if (decision) return decision;
        ends = Date.now() + PREPARATION_PATIENCE;
      }
    }
  }
}

async function pauseUntil(
  run: Run,
  open: OpenCall,
  { until, reason }: Extract<Blocked, { kind: 'later' }>,
): Promise<void> {
  await waitUntil({ run, open }, { until: Date.parse(until), summary: `${open.step}: ${reason}`, reason });
}

/** Marks a call that may have been sent before its run was reset. Guards and hours are asked again. */
function noteMaybeSent(run: Run, open: OpenCall, progress: CallProgress): void {
  progress.maybeSent = true;
  open.maybeSent = true;
  progress.knownAt = 0;
  const text = `${open.step}: what was sent before the run was reset is kept, and may have arrived`;
  run.note('found-after-reset', text, { call: open.callKey });
}
