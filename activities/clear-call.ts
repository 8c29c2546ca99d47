import { Context } from '@temporalio/activity';
import type { Access } from '../outbound/authorise.js';
import type { Activities } from '../workflows/contracts/activities.js';
import { askingNow, elsewhere } from './ask-lookups.js';
import { clearanceOf } from './clearance.js';
import { type ActivityDependencies, clockOf } from './dependencies.js';
import { retryWhenMissing } from './failures.js';
import { blockedBy, heldBy } from './held-by.js';
import type { Traffic } from './traffic.js';

/** The activity that asks anew whether a call that has waited may be sent. */
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
