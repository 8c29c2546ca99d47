import { describe, expect, it } from 'vitest';
import type { Rule } from '../../../catalogue/rule/definition.js';
import type { IncomingEvent } from '../../../client/events/decisions.js';
import { planEvent } from '../../../client/events/plan-event.js';
import { percentile } from '../../../workflows/contracts/calls/call-key.js';
import { eventOf } from '../../support/routing.js';
import { luckyWith, ruleOf } from '../../support/rules.js';

const code = { action: 'credit-bonus-code', fields: { bonusCode: 'W50' } };
const plan = (changes: Partial<Rule>, event: IncomingEvent = eventOf('deposit.made', 'p-1')) =>
  planEvent([], luckyWith(ruleOf('r', [code], changes)), event);
const notEligible = (reason: string) => [{ act: 'decided', decision: { decision: 'not-eligible', rule: 'r', reason } }];
const campaign = (id: string) => eventOf('deposit.made', 'p-1', { campaign: { id } });

describe('planEvent, for rules', () => {
  it('fires every rule that is on the type, and an event that only rules hear is heard', () => {
    const brand = luckyWith(ruleOf('a', [code]), ruleOf('b', [code]), ruleOf('c', [code], { on: ['player.excluded'] }));
    const steps = planEvent([], brand, eventOf('deposit.made', 'p-1', { id: 'e:1' }));
    expect(steps).toMatchObject([
      { act: 'fire', id: 'lucky:~rule:a:e%3A1', fires: { kind: 'fire', calls: [{ step: 'credit-bonus-code' }] } },
      { act: 'fire', id: 'lucky:~rule:b:e%3A1' },
    ]);
  });

  it('names the type that a rule is on when an event has nearly that type', () => {
    const [step] = planEvent([], luckyWith(ruleOf('a', [code])), {
      ...eventOf('deposit.made', 'p-1'),
      type: 'deposit.maid',
    });
    expect(step).toMatchObject({
      decision: { decision: 'unheard', reason: expect.stringContaining('"deposit.made"') },
    });
  });

  it.each<[string, Partial<Rule>, string]>([
    ['off', { enabled: false }, 'not enabled for this brand'],
    ['not on yet', { from: '2999-01-01' }, 'starts on 2999-01-01'],
    ['over', { until: '2020-01-01' }, 'ended on 2020-01-01'],
    ['for another campaign', { campaigns: ['c-1', 'c-2'] }, 'only for events of the campaigns c-1, c-2'],
  ])('is not eligible for a rule that is %s', (_, changes, reason) => {
    expect(plan(changes)).toEqual(notEligible(reason));
  });

  it('fires a rule of a campaign with an event of it, and with no other', () => {
    expect(plan({ campaigns: ['c-1'] }, campaign('c-1'))).toMatchObject([{ act: 'fire' }]);
    expect(plan({ campaigns: ['c-1'] }, campaign('c-2'))).toEqual(notEligible('only for events of the campaign c-1'));
  });

  it('holds out the control group of a rule, the same players every time', () => {
    const held = (holdout: number) => plan({ holdout });
    expect(held(100)).toEqual([{ act: 'decided', decision: { decision: 'held-out', rule: 'r' } }]);
    expect(held(0)).toMatchObject([{ act: 'fire' }]);
    expect(held(50)).toMatchObject([{ act: percentile('lucky', 'r', 'p-1') < 50 ? 'decided' : 'fire' }]);
  });

  it('leaves the decision to the run where lookups must be asked', () => {
    expect(plan({ lookups: ['active-bonus'] })).toMatchObject([{ act: 'fire', fires: null }]);
  });

  it('takes the hash of an event id that would make the id of a run too long', () => {
    const [step] = plan({}, eventOf('deposit.made', 'p-1', { id: 'ö'.repeat(100) }));
    expect(step).toMatchObject({ act: 'fire', id: expect.stringMatching(/^lucky:~rule:r:[a-z2-7]{14}$/) });
  });
});
