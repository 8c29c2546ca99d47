import { Context } from '@temporalio/activity';
import type { Access } from '../../outbound/auth/authorise.js';
import type { Activities } from '../../workflows/contracts/activities.js';
import { type ActivityDependencies, clockOf } from '../dependencies.js';
import type { Traffic } from '../destinations/traffic.js';
import { blockedBy, heldBy } from '../holds/held-by.js';
import { clearanceOf } from '../reads/ask-guards.js';
import { askingNow, elsewhere } from '../reads/ask-lookups.js';
import { retryWhenMissing } from '../reads/failures.js';

/** Creates the activity that repeats the checks of a call that has waited. */
export function createClearCall(
  dependencies: ActivityDependencies,
  access: Access,
  traffic: Traffic,
): Activities['clearCall'] {
  return async (call, asked) => {
    const asking = askingNow(dependencies, access, traffic);
    const hold = heldBy(dependencies.holds.current(call.brand) ?? [], call);
    if (hold !== null) return blockedBy(hold);
    const clearance = await clearanceOf(call, asking, clockOf(dependencies, asked)).catch((error: unknown) => {
      throw retryWhenMissing(error);
    });
    Context.current().log.info('call cleared', { callKey: call.callKey, action: call.action, kind: clearance.kind });
    return clearance.kind === 'unanswered' ? elsewhere(call.brand, clearance) : clearance;
  };
}
