import type { JsonValue } from '../../workflows/contracts/json.js';
import type { Switches } from '../journey/definition.js';

/** An automation rule: when an event of a type comes and all conditions hold, its actions are called. It never waits. */
export interface Rule extends Switches {
  readonly name: string;
  readonly title: string;
  /** A `reward` fires only actions with `rewardsEnabled`. */
  readonly trigger: 'event' | 'reward';
  /** The types of event that fire it. */
  readonly on: readonly string[];
  /** Only events of these campaigns, by id; empty for all events. */
  readonly campaigns: readonly string[];
  /** The lookups that are asked before the conditions, by name: `{{lookup.name.x}}`. */
  readonly lookups: readonly string[];
  /** All of them must hold. */
  readonly conditions: readonly Condition[];
  /** Actions to call, in order or side by side. */
  readonly actions: readonly RuleAction[];
  readonly inOrder: boolean;
  /** True if an action that is not delivered stops those after it; only with `inOrder`. */
  readonly stopOnFailure: boolean;
}

/** The tests that a condition may make. */
export const OPERATORS = [
  'equals',
  'not-equals',
  'in',
  'at-least',
  'less-than',
  'exists',
  'missing',
  'starts-with',
] as const;

export type Operator = (typeof OPERATORS)[number];

/** `{ value: event.amount.amount, at-least: 10 }`: a path (`event`, `state`, `lookup`, `campaign`, `player`, `brand`) under a test. */
export interface Condition {
  readonly path: string;
  readonly operator: Operator;
  /**
   * The right-hand side: a list for `in`, a number or decimal digits for `at-least` and `less-than`, `true` for
   * `exists` and `missing`.
   */
  readonly operand: JsonValue;
}

/** One action of a rule. */
export interface RuleAction {
  /** The action's name, also where the rule gives its notification type. */
  readonly action: string;
  /** The name of the step, unique in the rule: part of the call's key. The action's name unless the rule says `as`. */
  readonly as: string;
  /** The action's fields: trees of the waypost dialect, whose leaves can hold placeholders. */
  readonly fields: Readonly<Record<string, JsonValue>>;
}
