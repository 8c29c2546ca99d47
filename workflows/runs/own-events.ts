import { CancellationScope, workflowInfo } from '@temporalio/workflow';
import { announceEvent } from '../activities.js';
import { shortHash } from '../contracts/calls/call-key.js';
import type { JsonObject } from '../contracts/json.js';
import type { OwnEventType } from '../contracts/runs/own-events.js';
import { now } from '../time.js';
import { beforeClose } from './before-close.js';
import type { Run } from './run.js';

/**
 * Tells the brand's rules of something that happened to a run, where any listens to it. `about` names what happened, for
 * ever: told again, also after a reset, it fires nothing. The run does not wait, and does not close before it is told.
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
  beforeClose(run, `the rules on ${type} were not told`, () =>
    CancellationScope.nonCancellable(() => announceEvent(own)),
  );
}

/** Tells that a run began or closed. */
export function announceRun(run: Run, type: OwnEventType, reason: string): void {
  const lives = run.input.carried?.freshStarts ?? 0;
  announce(run, type, inThisRun(String(lives)), { journey: run.entry.name, status: run.status, reason });
}

/** Names what may happen in every run, and of which there is one in each. */
export function inThisRun(what: string): string[] {
  const { workflowId, firstExecutionRunId } = workflowInfo();
  return [workflowId, firstExecutionRunId, what];
}
