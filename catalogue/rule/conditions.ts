import { isDeepStrictEqual } from 'node:util';
import type { JsonObject, JsonValue } from '../../workflows/contracts/json.js';
import { compareDecimals, isDecimal } from '../../workflows/contracts/money.js';
import { valueAtPath } from '../lookup/select-answer.js';
import type { Condition } from './definition.js';

/** Roots of the paths in conditions. Absent parts are left out. */
export type ConditionScope = Partial<
  Record<'event' | 'state' | 'lookup' | 'campaign' | 'player' | 'brand', JsonObject>
>;

/** Finds the first condition that does not hold: a sentence that names it and never the player's value; else `null`. */
export function failedCondition(conditions: readonly Condition[], scope: ConditionScope): string | null {
  for (const condition of conditions) {
    const failure = failureOf(condition, valueAtPath(scope, condition.path));
    if (failure !== null) return `the condition "${written(condition)}" does not hold${failure}`;
  }
  return null;
}

/** A condition as people read it: `event.amount.amount at-least 10`. */
function written({ path, operator, operand }: Condition): string {
  const bare = operator === 'exists' || operator === 'missing';
  return bare ? `${path} ${operator}` : `${path} ${operator} ${JSON.stringify(operand)}`;
}

/** The end of a sentence about a condition that fails, possibly empty; `null` if it holds. */
function failureOf({ operator, operand }: Condition, value: JsonValue | undefined): string | null {
  const missing = value === undefined || value === null;
  switch (operator) {
    case 'exists':
      return missing ? '' : null;
    case 'missing':
      return missing ? null : '';
    case 'not-equals':
      return value !== undefined && same(value, operand) ? '' : null;
    default:
      return missing ? ': there is no value' : failureOfValue(operator, value, operand);
  }
}

type Comparison = Exclude<Condition['operator'], 'exists' | 'missing' | 'not-equals'>;

function failureOfValue(operator: Comparison, value: JsonValue, operand: JsonValue): string | null {
  switch (operator) {
    case 'equals':
      return same(value, operand) ? null : '';
    case 'in':
      return Array.isArray(operand) && operand.some((one) => same(value, one)) ? null : '';
    case 'at-least':
    case 'less-than': {
      const [have, limit] = [decimalOf(value), decimalOf(operand)];
      if (have === null || limit === null) return ': the value is not a number';
      const reaches = compareDecimals(have, limit) >= 0;
      return reaches === (operator === 'at-least') ? null : '';
    }
    case 'starts-with': {
      const text = typeof value === 'number' ? String(value) : value;
      if (typeof text !== 'string') return ': the value is not text';
      return typeof operand === 'string' && text.startsWith(operand) ? null : '';
    }
  }
}

/** Numbers are equal as decimals, also when one came as its digits: `20`, `"20"` and `"20.00"` are the same. */
function same(value: JsonValue, operand: JsonValue): boolean {
  const [a, b] = [decimalOf(value), decimalOf(operand)];
  return a !== null && b !== null ? compareDecimals(a, b) === 0 : isDeepStrictEqual(value, operand);
}

function decimalOf(value: JsonValue): string | null {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && isDecimal(text) ? text : null;
}
