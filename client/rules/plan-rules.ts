import type { BrandCatalogue } from '../../catalogue/brand/definition.js';
import { decideRule, failsAtOnce } from '../../catalogue/rule/decide.js';
import type { Rule } from '../../catalogue/rule/definition.js';
import { lookupsOfRule } from '../../catalogue/rule/needs.js';
import { ruleRunId } from '../../workflows/contracts/names.js';
import { isOwnEvent, OWN_EVENTS, type OwnEventType } from '../../workflows/contracts/runs/own-events.js';
import { type RuleFires, ruleRequest } from '../../workflows/contracts/runs/rule.js';
import type { Decision, IncomingEvent } from '../events/decisions.js';
import { ineligibleBecause } from '../events/eligibility.js';

/** A rule to be fired. `fires` is `null` where lookups must be asked first: the rule's run decides then. */
export interface FireStep {
  readonly act: 'fire';
  readonly rule: Rule;
  readonly id: string;
  readonly fires: RuleFires | null;
}

/** What an event means for one rule: already decided, or something to ask of Temporal. */
export type RuleStep = FireStep | { readonly act: 'decided'; readonly decision: Decision };

/** The rules of a brand that an event's type fires. */
export function rulesOn(brand: BrandCatalogue, type: string): Rule[] {
  return [...brand.rules.values()].filter((rule) => rule.on.includes(type));
}

/** Decides, as far as the event tells, whether it fires a rule. Asks nobody. */
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

/** Which of Waypost's own events a brand's rules listen to: a run sends those, and no others. */
export function announcedBy(brand: BrandCatalogue): OwnEventType[] {
  return OWN_EVENTS.filter((type) => rulesOn(brand, type).some((rule) => rule.enabled));
}

/** What a run is told of it: nothing, where nobody listens, or where it was itself fired by such an event. */
export function ownEventsHeardBy(brand: BrandCatalogue, startedBy: string): { announces?: readonly OwnEventType[] } {
  const announces = isOwnEvent(startedBy) ? [] : announcedBy(brand);
  return announces.length === 0 ? {} : { announces };
}
