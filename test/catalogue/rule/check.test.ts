import { describe, expect, it } from 'vitest';
import { CatalogueInvalid } from '../../../catalogue/load/faults.js';
import { buildCatalogue } from '../../../catalogue/load/load.js';
import type { Rule } from '../../../catalogue/rule/definition.js';
import { type GivenAction, luckyWith, ruleOf } from '../../support/rules.js';

const code = { action: 'credit-bonus-code', fields: { bonusCode: 'W50' } };

/** What the check of a catalogue says about a rule; nothing when it may run. */
function faults(actions: readonly GivenAction[], changes: Partial<Rule> = {}): string {
  const brand = { ...luckyWith(ruleOf('r', actions, changes)), journeys: new Map() };
  try {
    buildCatalogue([brand], []);
    return '';
  } catch (error) {
    if (error instanceof CatalogueInvalid) return error.message;
    throw error;
  }
}

describe('the check of a rule', () => {
  it('lets a good one pass', () => {
    expect(faults([code])).toBe('');
    expect(
      faults(
        ['credit-reward'].map((action) => ({ action, fields: { bonusCode: 'x' } })),
        { trigger: 'reward' },
      ),
    ).toBe('');
  });

  it('refuses a reward that fires an action which is not for rewards', () => {
    expect(faults([code], { trigger: 'reward' })).toContain(
      "names credit-bonus-code, which a reward can't fire: set rewardsEnabled on it",
    );
  });

  it.each<[string, readonly GivenAction[], Partial<Rule>, string]>([
    ['an event that is not declared', [code], { on: ['deposit.maid'] }, 'did you mean "deposit.made"?'],
    ['a lookup that is not declared', [code], { lookups: ['active-bonos'] }, 'did you mean "active-bonus"?'],
    ['an action that is not declared', ['credit-bonus-cod'], {}, 'did you mean "credit-bonus-code"?'],
    ['a field that is missing', ['credit-bonus-code'], {}, 'has no value for the field "bonusCode"'],
    ['two steps of one name', [code, code], {}, 'rename one with as'],
    ['stopOnFailure side by side', [code], { stopOnFailure: true }, 'needs inOrder: true'],
    [
      'the answer of a lookup that it does not ask',
      [{ ...code, fields: { bonusCode: '{{lookup.active-bonus.bonus_code}}' } }],
      {},
      'which the rule does not ask for: add it to lookups',
    ],
    ['more than 20 actions', Array.from({ length: 21 }, (_, n) => ({ ...code, as: `s-${n}` })), {}, '20 are the limit'],
  ])('refuses %s', (_, actions, changes, sentence) => {
    expect(faults(actions, changes)).toContain(sentence);
  });
});
