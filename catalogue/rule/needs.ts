import { parseBody } from '../../templating/parse/waypost.js';
import { placeholdersOf } from '../../templating/placeholders.js';
import type { TemplateNode } from '../../templating/tree.js';
import type { JsonObject } from '../../workflows/contracts/json.js';
import type { Action } from '../action/definition.js';
import { lookupsBefore } from '../action/templates.js';
import type { BrandCatalogue } from '../brand/definition.js';
import type { Rule, RuleAction } from './definition.js';

const parsed = new WeakMap<RuleAction, TemplateNode>();

/** The fields of a rule's action as a template, parsed once. @throws TemplateInvalid */
export function fieldsOf(action: RuleAction): TemplateNode {
  const known = parsed.get(action);
  if (known !== undefined) return known;
  const template = parseBody(action.fields);
  parsed.set(action, template);
  return template;
}

/**
 * The lookups that must be asked before a rule can decide: those it names, and the brand's `playerState` where it tests
 * or uses `state` and none came with the event.
 * @throws TemplateInvalid
 */
export function lookupsOfRule({ playerState }: BrandCatalogue, rule: Rule, state: JsonObject | null): string[] {
  if (playerState === null || state !== null || !usesState(rule)) return [...rule.lookups];
  return [...new Set([...rule.lookups, playerState])];
}

/**
 * True if a call can be rendered as the event arrives: it needs nothing but the event, has no allowed hours, guards or
 * limits, and is idempotent.
 * @throws TemplateInvalid
 */
export function rendersAtOnce(brand: BrandCatalogue, action: Action, state: JsonObject | null): boolean {
  const { mode, guards, limits, allowedHours, check } = action;
  const isFree = guards.length === 0 && (limits ?? []).length === 0 && allowedHours === null && check === 'none';
  return mode === 'idempotent' && isFree && lookupsBefore(brand, action, state !== null).length === 0;
}

function usesState(rule: Rule): boolean {
  return (
    rule.conditions.some(({ path }) => path.startsWith('state.')) ||
    rule.actions.flatMap((action) => placeholdersOf(fieldsOf(action))).some(({ path: [root] }) => root === 'state')
  );
}
