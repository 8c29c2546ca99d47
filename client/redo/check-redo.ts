import type { BrandCatalogue } from '../../catalogue/brand/definition.js';
import { MAY_PAY_TWICE } from '../../workflows/contracts/calls/call.js';
import type { KeptRequest, UndeliveredCall } from '../../workflows/contracts/calls/redo.js';
import { CallNotRedoable, OrderRefused } from '../errors.js';
import type { FoundCall } from './find-call.js';

const DAY = 86_400_000;

/** An undelivered call whose request is kept, so that it can be redone. */
export type Redoable = UndeliveredCall & { readonly request: KeptRequest };

/** Returns why a call can't be redone; `null` if it can. */
export function whyNotRedone(call: UndeliveredCall, brand: BrandCatalogue): string | null {
  const otherwise = 'send the event again under a new id, or fire the rule by hand';
  const { callKey, action, at, request } = call;
  // After this time the run that redid it might be forgotten.
  if (Date.now() - Date.parse(at) > brand.eventWindow) {
    return `${callKey} ended more than ${Math.floor(brand.eventWindow / DAY)} days ago: ${otherwise}`;
  }
  if (request === null) return `the request of ${callKey} was too large to be kept: ${otherwise}`;
  if (brand.actions.has(action)) return null;
  return `there is no action "${action}" in the catalogue: put it back, then redo ${callKey}`;
}

/**
 * Returns the call if it can be redone.
 * @throws CallNotRedoable; OrderRefused if it might have arrived and that is not acknowledged
 */
export function checkRedo(found: FoundCall, callKey: string, brand: BrandCatalogue, acknowledge?: string): Redoable {
  const { undelivered } = found;
  if (!undelivered) throw new CallNotRedoable(`${callKey} ${standing(found, callKey)}`);
  const why = whyNotRedone(undelivered, brand);
  if (why !== null) throw new CallNotRedoable(why);
  if (undelivered.maybeSent && acknowledge !== MAY_PAY_TWICE) {
    const fix = `check the destination first, then send acknowledge: "${MAY_PAY_TWICE}"`;
    throw new OrderRefused('acknowledge', `an attempt of ${callKey} may have arrived. ${costOf(undelivered)}: ${fix}`);
  }
  return undelivered as Redoable;
}

/** Describes the cost of redoing a call that might have arrived. */
export function costOf({ value, effect, playerId }: UndeliveredCall): string {
  if (value) return `Redoing it can pay ${value.amount} ${value.currency} to ${playerId} a second time`;
  if (effect === 'money') return `Redoing it can pay ${playerId} a second time`;
  if (effect === 'message') return `Redoing it can send the message to ${playerId} a second time`;
  return `Redoing it can have its effect a second time`;
}

function standing({ call, state, id }: FoundCall, callKey: string): string {
  switch (call?.status) {
    case 'delivered':
      return 'was delivered: there is nothing to redo';
    case 'parked':
      return `is parked: resolve it with POST /v1/attention/${callKey}; retry sends it with its own key`;
    case 'open':
      return 'is still under way: wait for its outcome, or cancel its run';
    case 'pending':
      return 'continued in its own run, which Temporal has forgotten';
    default:
      return state.status === 'open'
        ? `is not kept by its run ${id}: send the event again under a new id`
        : 'is of a run from before calls could be redone: send the event again under a new id';
  }
}
