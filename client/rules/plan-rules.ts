import type { BrandCatalogue } from '../../catalogue/brand/definition.js';
import { decideRule, failsAtOnce } from '../../catalogue/rule/decide.js';
import type { Rule } from '../../catalogue/rule/definition.js';
import { lookupsOfRule } from '../../catalogue/rule/needs.js';
import { ruleRunId } from '../../workflows/contracts/names.js';
import { isOwnEvent, OWN_EVENTS, type OwnEventType } from '../../workflows/contracts/runs/own-events.js';
import { type RuleFires, ruleRequest } from '../../workflows/contracts/runs/rule.js';
import type { Decision, IncomingEvent } from '../events/decisions.js';
import { ineligibleBecause } from '../events/eligibility.js';

/** A rule to fire. `fires` is `null` if lookups must be asked first; then the rule's run decides. */
export interface FireStep {
  readonly act: 'fire';
  readonly rule: Rule;
  readonly id: string;
  readonly fires: RuleFires | null;
}

/** The plan for an event and one rule: a decision, or a request to Temporal. */
export type RuleStep = FireStep | { readonly act: 'decided'; readonly decision: Decision };

/** Returns the rules of a brand that a type of event fires. */
export function rulesOn(brand: BrandCatalogue, type: string): Rule[] {
  return [...brand.rules.values()].filter((rule) => rule.on.includes(type));
}

/** Decides, as far as the event's own data allows, if it fires a rule. Makes no request. */
export function planRule(brand: BrandCatalogue, rule: Rule, event: IncomingEvent): RuleStep {
  const { name } = rule;
  const bar = ineligibleBecause(rule, name, event);
  if (bar) return { act: 'decided', decision: { ...bar, rule: name } };
  const reason = otherCampaign(rule, event);
  if (reason !== null) return notEligible(name, reason);
  const id = ruleRunId(brand.brand, name, event.id);
  const request = ruleRequest(brand.brand, name, event);
  if (lookupsOfRule(brand, rule, request.state).length > 0) {
    const failure = failsAtOnce(brand, rule, request);
    return failure === null ? { act: 'fire', rule, id, fires: null } : notEligible(name, failure);
  }
  const decision = decideRule(brand, rule, request, {});
  return decision.kind === 'fire' ? { act: 'fire', rule, id, fires: decision } : notEligible(name, decision.reason);
}

function otherCampaign({ campaigns }: Rule, { campaign }: IncomingEvent): string | null {
  if (campaigns.length === 0 || (campaign && campaigns.includes(campaign.id))) return null;
  return `only for events of ${campaigns.length === 1 ? 'the campaign' : 'the campaigns'} ${campaigns.join(', ')}`;
}

function notEligible(rule: string, reason: string): RuleStep {
  return { act: 'decided', decision: { decision: 'not-eligible', rule, reason } };
}

/** Returns the types of Waypost's own events that a brand's rules listen to. Runs send only those. */
export function announcedBy(brand: BrandCatalogue): OwnEventType[] {
  return OWN_EVENTS.filter((type) => rulesOn(brand, type).some((rule) => rule.enabled));
}

/** Returns the own events that a run sends: none if nobody listens, or if such an event fired the run itself. */
export function ownEventsHeardBy(brand: BrandCatalogue, startedBy: string): { announces?: readonly OwnEventType[] } {
  const announces = isOwnEvent(startedBy) ? [] : announcedBy(brand);
  return announces.length === 0 ? {} : { announces };
}
