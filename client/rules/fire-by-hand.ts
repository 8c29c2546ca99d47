import { checkEventData } from '../../catalogue/event/check.js';
import { OrderRefused } from '../errors.js';
import { receivedNow } from '../events/accept-event.js';
import type { RoutingContext } from '../events/routing-context.js';
import type { FireOrder, FireResult } from '../journey-client.js';
import { fireRule } from './fire-rule.js';
import { planRule } from './plan-rules.js';

/**
 * Fires a rule by hand for a player, like an event of the rule's first type. The same id again returns the first run.
 * Switches, campaigns and conditions apply.
 * @throws OrderRefused with the field that prevents it
 */
export async function fireByHand(routing: RoutingContext, order: FireOrder): Promise<FireResult> {
  const { rule: name, trigger, ...rest } = order;
  const rule = routing.brand.rules.get(name);
  if (!rule) throw new OrderRefused('rule', `there is no rule "${name}"`);
  if (rule.trigger !== trigger) {
    const fix = `send "trigger": "${rule.trigger}" for it, or fire another rule`;
    throw new OrderRefused('trigger', `${name} is fired by ${rule.trigger}s and not by ${trigger}s: ${fix}`);
  }
  const [type = ''] = rule.on;
  const event = { ...rest, type, occurredAt: new Date().toISOString() };
  const fault = checkEventData(routing.brand, type, event.data);
  if (fault) throw new OrderRefused(fault.field, fault.reason);
  const step = planRule(routing.brand, rule, event);
  const decision = step.act === 'decided' ? step.decision : await fireRule(routing, step, receivedNow(event));
  switch (decision.decision) {
    case 'fired':
    case 'duplicate':
      return { fired: decision.decision === 'fired', rule: name, id: decision.id, run: decision.run ?? '' };
    case 'held-out':
      throw new OrderRefused('playerId', 'the player is in the control group of this rule');
    default:
      throw new OrderRefused('rule', 'reason' in decision ? decision.reason : `the decision is ${decision.decision}`);
  }
}
