import { CancellationScope, workflowInfo } from '@temporalio/workflow';
import { announceEvent } from '../activities.js';
import { shortHash } from '../contracts/calls/call-key.js';
import type { JsonObject } from '../contracts/json.js';
import type { OwnEventType } from '../contracts/runs/own-events.js';
import { beforeClose } from '../runs/before-close.js';
import type { Run } from '../runs/run.js';
import { now } from '../time.js';

/**
 * Announces to the brand's rules what happened to a run, if a rule listens. `about` identifies it: announced again, also
 * after a reset, it fires nothing. The run does not wait for it, but closes only afterwards.
 */
export function announce(run: Run, type: OwnEventType, about: readonly string[], data: JsonObject): void {
  const { brand, playerId, announces, event } = run.input;
  if (announces?.includes(type) !== true) return;
  const { workflowId } = workflowInfo();
  const own = {
    brand,
    id: `waypost-${shortHash([type, ...about].join('\n'))}`,
    type,
    playerId,
    occurredAt: now(),
    data: { run: workflowId, ...data },
    ...(event.campaign ? { campaign: event.campaign } : {}),
  };
  beforeClose(run, `${type} was not announced to the rules`, () =>
    CancellationScope.nonCancellable(() => announceEvent(own)),
  );
}

/** Tells that a run began or closed. */
export function announceRun(run: Run, type: OwnEventType, reason: string): void {
  const lives = run.input.carried?.freshStarts ?? 0;
  announce(run, type, inThisRun(String(lives)), { journey: run.entry.name, status: run.status, reason });
}

/** Names something that happens at most once in each run. */
export function inThisRun(what: string): string[] {
  const { workflowId, firstExecutionRunId } = workflowInfo();
  return [workflowId, firstExecutionRunId, what];
}
