import { describe, expect, it } from 'vitest';
import { decideRule, failsAtOnce } from '../../../catalogue/rule/decide.js';
import type { Rule } from '../../../catalogue/rule/definition.js';
import { lookupsOfRule } from '../../../catalogue/rule/needs.js';
import type { JsonObject } from '../../../workflows/contracts/json.js';
import { ruleRequest } from '../../../workflows/contracts/runs/rule.js';
import { luckyWith, ruleOf } from '../../support/rules.js';

const brand = luckyWith();
const EVENT = {
  id: 'e-1',
  type: 'deposit.made',
  playerId: 'p-1',
  occurredAt: '2026-03-01T12:00:00.000Z',
  data: { amount: { amount: '50.00', currency: 'EUR' }, bonus: 'W50' },
};
const decide = (rule: Rule, event: object = {}, lookups: JsonObject = {}) =>
  decideRule(brand, rule, ruleRequest('lucky', rule.name, { ...EVENT, ...event }), lookups);
const credit = { action: 'credit-bonus-code', fields: { bonus_code: '{{event.bonus}}' } };

describe('decideRule', () => {
  it('renders the fields of each action, each under the name of its step', () => {
    const rule = ruleOf('two', [credit, { ...credit, as: 'again' }], { inOrder: true, stopOnFailure: true });
    const call = { action: 'credit-bonus-code', fields: { bonus_code: 'W50' }, prepared: null };
    expect(decide(rule)).toEqual({
      kind: 'fire',
      calls: [
        { ...call, step: 'credit-bonus-code' },
        { ...call, step: 'again' },
      ],
      inOrder: true,
      stopOnFailure: true,
    });
  });

  it('knows the id, type and time of the event, lookups, campaign, player, brand and the state that came', () => {
    const fields = {
      all: '{{event.id}} {{event.type}} {{event.occurredAt}} {{lookup.x.y}} {{campaign.id}} {{player.id}} {{brand.id}} {{state.vip}}',
    };
    const rule = ruleOf('all', [{ action: 'credit-bonus-code', fields }]);
    const event = { campaign: { id: 'c-1' }, state: { vip: true } };
    expect(decide(rule, event, { x: { y: 2 } })).toMatchObject({
      calls: [{ fields: { all: 'e-1 deposit.made 2026-03-01T12:00:00.000Z 2 c-1 p-1 lucky true' } }],
    });
  });

  it('is not eligible by the condition that fails', () => {
    const conditions = [{ path: 'event.amount.amount', operator: 'at-least', operand: '50.01' } as const];
    expect(decide(ruleOf('high', [credit], { conditions }))).toEqual({
      kind: 'not-eligible',
      reason: 'the condition "event.amount.amount at-least "50.01"" does not hold',
    });
  });

  it('refuses by name the call whose field has no value, and no other', () => {
    const rule = ruleOf('half', [credit, { ...credit, as: 'gone', fields: { bonus_code: '{{event.gone}}' } }]);
    expect(decide(rule)).toMatchObject({
      kind: 'fire',
      calls: [{ prepared: null }, { prepared: { kind: 'refused', reason: '{{event.gone}} has no value' } }],
    });
  });

  it('refuses the calls of a reward whose action is not for rewards', () => {
    const rule = ruleOf('reward', [credit, 'credit-reward'], { trigger: 'reward' });
    expect(decide(rule)).toMatchObject({
      calls: [
        {
          prepared: {
            kind: 'refused',
            reason: 'credit-bonus-code is not for rewards: set rewardsEnabled on it',
          },
        },
        { prepared: null },
      ],
    });
  });

  it('reads the answer of the player state lookup where no state came with the event', () => {
    const asking = { ...brand, playerState: 'details' };
    const conditions = [{ path: 'state.vip', operator: 'equals', operand: true } as const];
    const rule = ruleOf('vip', [credit], { conditions });
    const request = ruleRequest('lucky', 'vip', EVENT);
    expect(lookupsOfRule(asking, rule, null)).toEqual(['details']);
    expect(lookupsOfRule(asking, rule, { vip: true })).toEqual([]);
    expect(decideRule(asking, rule, request, { details: { vip: true } })).toMatchObject({ kind: 'fire' });
    expect(decideRule(asking, rule, request, { details: { vip: false } })).toMatchObject({ kind: 'not-eligible' });
  });

  it('fails at once by a condition on the event alone, and leaves those on lookups for later', () => {
    const onLookup = { path: 'lookup.active-bonus.code', operator: 'exists', operand: true } as const;
    const onEvent = { path: 'event.bonus', operator: 'equals', operand: 'X' } as const;
    const request = ruleRequest('lucky', 'x', EVENT);
    const failing = (conditions: Rule['conditions']) =>
      failsAtOnce(brand, ruleOf('x', [credit], { conditions }), request);
    expect(failing([onLookup])).toBe(null);
    expect(failing([onLookup, onEvent])).toBe('the condition "event.bonus equals "X"" does not hold');
  });

  it('refuses fields that are larger than 64 kB', () => {
    const event = { data: { bonus: 'x'.repeat(40_000) } };
    const rule = ruleOf('big', [{ ...credit, fields: { bonus_code: '{{event.bonus}}{{event.bonus}}' } }]);
    expect(decide(rule, event)).toMatchObject({
      calls: [{ prepared: { reason: 'the fields of credit-bonus-code are larger than 64 kB' } }],
    });
  });
});
