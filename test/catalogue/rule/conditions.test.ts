import { describe, expect, it } from 'vitest';
import { type ConditionScope, failedCondition } from '../../../catalogue/rule/conditions.js';
import type { Condition, Operator } from '../../../catalogue/rule/definition.js';
import type { JsonValue } from '../../../workflows/contracts/json.js';

const scope: ConditionScope = {
  event: {
    amount: { amount: '20.00', currency: 'EUR' },
    big: '9007199254740993',
    count: 7,
    empty: '',
    flag: true,
    games: ['slots', 'poker'],
    nothing: null,
    userId: '123',
  },
  lookup: { 'active-bonus': { code: 'W50' } },
  player: { id: 'p-1' },
  brand: { id: 'lucky' },
};
const holds = (path: string, operator: Operator, operand: JsonValue = true): boolean =>
  failedCondition([{ path, operator, operand }], scope) === null;

describe('conditions', () => {
  it.each<[string, Operator, JsonValue, boolean]>([
    ['event.userId', 'equals', 123, true],
    ['event.userId', 'equals', '123', true],
    ['event.amount.amount', 'equals', 20, true],
    ['event.amount.currency', 'equals', 'EUR', true],
    ['event.amount.currency', 'equals', 'eur', false],
    ['event.flag', 'equals', true, true],
    ['event.flag', 'equals', 'true', false],
    ['event.games', 'equals', ['slots', 'poker'], true],
    ['event.big', 'equals', '9007199254740992', false],
    ['event.gone', 'equals', 'x', false],
    ['event.userId', 'not-equals', '124', true],
    ['event.userId', 'not-equals', 123, false],
    ['event.gone', 'not-equals', 'x', true],
    ['event.userId', 'in', [1, 123], true],
    ['event.userId', 'in', [], false],
    ['event.gone', 'in', [null], false],
    ['event.amount.amount', 'at-least', 20, true],
    ['event.amount.amount', 'at-least', '20.01', false],
    ['event.big', 'at-least', '9007199254740993', true],
    ['event.big', 'at-least', '9007199254740994', false],
    ['event.count', 'at-least', 7, true],
    ['event.amount.amount', 'less-than', '20.000000000000000000001', true],
    ['event.amount.amount', 'less-than', 20, false],
    ['event.gone', 'less-than', 20, false],
    ['event.empty', 'exists', true, true],
    ['event.nothing', 'exists', true, false],
    ['event.nothing', 'missing', true, true],
    ['event.flag', 'missing', true, false],
    ['lookup.active-bonus.code', 'starts-with', 'W', true],
    ['event.count', 'starts-with', '7', true],
    ['lookup.active-bonus.code', 'starts-with', 'w', false],
    ['player.id', 'equals', 'p-1', true],
    ['brand.id', 'in', ['lucky', 'royal'], true],
    ['state.vip', 'missing', true, true],
    ['campaign.id', 'exists', true, false],
  ])('%s %s %j: %s', (path, operator, operand, expected) => {
    expect(holds(path, operator, operand)).toBe(expected);
  });

  it('all must hold, and the first that does not is named without the value of the player', () => {
    const conditions: Condition[] = [
      { path: 'event.flag', operator: 'equals', operand: true },
      { path: 'event.amount.amount', operator: 'at-least', operand: 30 },
      { path: 'event.flag', operator: 'equals', operand: false },
    ];
    expect(failedCondition(conditions, scope)).toBe('the condition "event.amount.amount at-least 30" does not hold');
  });

  it.each<[string, Operator, string]>([
    ['event.amount', 'at-least', 'the condition "event.amount at-least 5" does not hold: the value is not a number'],
    ['event.gone', 'less-than', 'the condition "event.gone less-than 5" does not hold: there is no value'],
    ['event.games', 'starts-with', 'the condition "event.games starts-with 5" does not hold: the value is not text'],
    ['event.gone', 'exists', 'the condition "event.gone exists" does not hold'],
  ])('say why %s can not be tested by %s', (path, operator, sentence) => {
    expect(failedCondition([{ path, operator, operand: 5 }], scope)).toBe(sentence);
  });

  it.each(['event.__proto__', 'event.constructor', 'event.games.length', 'event.toString.name'])(
    'finds nothing at %s, which is no value of the event',
    (path) => {
      expect(holds(path, 'exists')).toBe(false);
    },
  );
});
