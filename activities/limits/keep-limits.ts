import { Context } from '@temporalio/activity';
import type { Activities } from '../../workflows/contracts/activities.js';
import type { LimitKeeper } from '../../workflows/contracts/ports.js';

/** Creates the activities that reserve and settle a call's limits. Temporal retries them until the keepers answer. */
export function createKeepLimits(keeper: LimitKeeper): Pick<Activities, 'reserveLimits' | 'settleLimits'> {
  return {
    reserveLimits: (call) => keeper.reserve(call, asked()),
    settleLimits: (call, counts) => keeper.settle(call, counts, asked()),
  };
}

/** Returns the time of scheduling, so that a frozen process that wakes can't undo the work of a later attempt. */
function asked(): number {
  return Context.current().info.currentAttemptScheduledTimestampMs;
}
