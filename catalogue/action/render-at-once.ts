import { callKey } from '../../workflows/contracts/calls/call-key.js';
import type { CallRequest } from '../../workflows/contracts/calls/call.js';
import type { RenderedCall, RuleCall, RuleFires, RuleInput } from '../../workflows/contracts/runs/rule.js';
import type { Catalogue } from '../catalogue.js';
import { hasOwnQueue } from '../destination/queues.js';
import { findAction, findBrand } from '../find.js';
import { rendersAtOnce } from '../rule/needs.js';
import { renderCall } from './render.js';

/** The event that fired a rule, and its player. */
export type Fired = Pick<RuleInput, 'brand' | 'playerId' | 'rule' | 'event'>;

/**
 * Renders the call of a rule that has only one, if the call needs nothing but the event. The run's input then holds the
 * bytes, and the run has nothing to prepare. Returns other rules unchanged.
 * @throws NotInCatalogue
 */
export function renderAtOnce(catalogue: Catalogue, fired: Fired, fires: RuleFires): RuleFires {
  const [call, ...others] = fires.calls;
  if (!call || others.length > 0 || call.prepared) return fires;
  const action = findAction(catalogue, fired.brand, call.action);
  if (!rendersAtOnce(findBrand(catalogue, fired.brand), action, fired.event.state ?? null)) return fires;
  const rendered = renderCall(catalogue, requestOf(fired, call), {});
  return { ...fires, calls: [{ ...call, prepared: rendered.kind === 'ready' ? direct(rendered) : rendered }] };
}

/** Marks a call as direct unless its destination is limited. The worker that gets it decides whether it has room. */
function direct({ kind, call }: Extract<RenderedCall, { kind: 'ready' }>): RenderedCall {
  return { kind, call: hasOwnQueue(call) ? call : { ...call, direct: true } };
}

function requestOf({ brand, playerId, rule, event }: Fired, { action, step, fields }: RuleCall): CallRequest {
  return {
    callKey: callKey({ brand, owner: rule, eventId: event.id, freshStarts: 0, step }),
    brand,
    action,
    playerId,
    fields,
    event: event.data,
    state: event.state ?? null,
    campaign: event.campaign ?? null,
    decidedBy: rule,
  };
}
