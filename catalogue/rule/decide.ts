import { RenderRefused } from '../../templating/errors.js';
import { renderValue } from '../../templating/render/value.js';
import { isJsonObject, type JsonObject } from '../../workflows/contracts/json.js';
import type { RenderedCall, RuleCall, RuleDecision, RuleRequest } from '../../workflows/contracts/runs/rule.js';
import type { BrandCatalogue } from '../brand/definition.js';
import { type ConditionScope, failedCondition } from './conditions.js';
import type { Rule, RuleAction } from './definition.js';
import { fieldsOf } from './needs.js';

/** Most characters of JSON in the fields of one call. */
const MAX_FIELDS = 64 * 1024;

/** A decision with all lookups answered. */
export type DecidedRule = Exclude<RuleDecision, { kind: 'elsewhere' }>;

/**
 * Decides what a rule makes of an event. Pure. `lookups` holds the answers of what `lookupsOfRule` names.
 * A call that can't be made is refused by itself, so that it does not keep the others from being made.
 */
export function decideRule(brand: BrandCatalogue, rule: Rule, request: RuleRequest, lookups: JsonObject): DecidedRule {
  const scope = scopeOf(brand, request, lookups);
  const reason = failedCondition(rule.conditions, scope);
  if (reason !== null) return { kind: 'not-eligible', reason };
  const { inOrder, stopOnFailure } = rule;
  return { kind: 'fire', calls: rule.actions.map((one) => callOf(brand, rule, one, scope)), inOrder, stopOnFailure };
}

/**
 * The reason why a rule can't fire whatever its lookups answer: a condition on the event alone fails. Otherwise `null`.
 */
export function failsAtOnce(brand: BrandCatalogue, rule: Rule, request: RuleRequest): string | null {
  const open = request.state === null && brand.playerState !== null ? ['lookup', 'state'] : ['lookup'];
  const decidable = rule.conditions.filter(({ path }) => !open.includes(path.split('.', 1)[0] ?? ''));
  return failedCondition(decidable, scopeOf(brand, request, {}));
}

function scopeOf(brand: BrandCatalogue, request: RuleRequest, lookups: JsonObject): ConditionScope {
  const found = brand.playerState === null ? undefined : lookups[brand.playerState];
  const state = request.state ?? (isJsonObject(found) ? found : null);
  return {
    event: request.event,
    lookup: lookups,
    player: { id: request.playerId },
    brand: { id: brand.brand },
    ...(state === null ? {} : { state }),
    ...(request.campaign === null ? {} : { campaign: { ...request.campaign } }),
  };
}

function callOf(brand: BrandCatalogue, rule: Rule, one: RuleAction, scope: ConditionScope): RuleCall {
  const call = { action: one.action, step: one.as };
  if (rule.trigger === 'reward' && brand.actions.get(one.action)?.rewardsEnabled === false) {
    return { ...call, fields: {}, prepared: refused(`${one.action} is not for rewards: set rewardsEnabled on it`) };
  }
  try {
    // The fields are an object, and so is what they render to.
    const fields = renderValue(fieldsOf(one), scope) as JsonObject;
    if (JSON.stringify(fields).length <= MAX_FIELDS) return { ...call, fields, prepared: null };
    return { ...call, fields: {}, prepared: refused(`the fields of ${one.as} are larger than 64 kB`) };
  } catch (error) {
    if (!(error instanceof RenderRefused)) throw error;
    return { ...call, fields: {}, prepared: refused(error.message) };
  }
}

function refused(reason: string): RenderedCall {
  return { kind: 'refused', reason };
}
