import { Context } from '@temporalio/activity';
import type { Activities } from '../../workflows/contracts/activities.js';
import type { LimitKeeper } from '../../workflows/contracts/ports.js';

/** The activities that reserve and settle a call's limits. Temporal repeats them until the keepers have answered. */
export function createKeepLimits(keeper: LimitKeeper): Pick<Activities, 'reserveLimits' | 'settleLimits'> {
  return {
    reserveLimits: (call) => keeper.reserve(call, asked()),
    settleLimits: (call, counts) => keeper.settle(call, counts, asked()),
  };
}

/** A frozen process that wakes must not undo what a later attempt has done. */
function asked(): number {
  return Context.current().info.currentAttemptScheduledTimestampMs;
}
