/**
 * What the compiler refuses in a journey. `tsc -p .` checks this file: a line below `@ts-expect-error` that compiles is
 * an error. Nothing here is run.
 */
import { journey } from '../../../workflows/runs/journey.js';

const amount = { amount: '1.00', currency: 'EUR' };
const settings = {
  type: 'object',
  properties: { days: { type: 'number' } },
  required: ['days'],
  additionalProperties: false,
} as const;

journey(
  {
    name: 'refused-by-the-compiler',
    startsOn: 'player.referred',
    reentry: 'once',
    hears: ['deposit.made'],
    exitsOn: ['player.excluded'],
    uses: ['credit-referrer', 'active-bonus'],
    settings,
  },
  async (j) => {
    // @ts-expect-error an event that the entry does not hear
    await j.waitFor('withdrawal.cancelled', { within: '1 day' });
    // @ts-expect-error an event that ends the run is not waited for
    await j.waitFor('player.excluded', { within: '1 day' });
    // @ts-expect-error a type that there is not
    await j.waitFor('deposit.mad', { within: '1 day' });
    // @ts-expect-error one of several types that the entry does not hear
    await j.waitFor(['deposit.made', 'withdrawal.cancelled'], { within: '1 day' });
    // @ts-expect-error a wait without a time limit
    await j.waitFor('deposit.made', {});
    // @ts-expect-error a wait without options
    await j.waitFor('deposit.made');
    // @ts-expect-error no duration
    await j.waitFor('deposit.made', { within: 'banana' });
    // @ts-expect-error no duration
    await j.sleep('banana');
    // @ts-expect-error a field that the event's data lacks
    await j.waitFor('deposit.made', { within: '1 day', where: (data) => data.bonus === 'x' });
    // @ts-expect-error a condition that is no yes or no
    await j.waitFor('deposit.made', { within: '1 day', where: async () => true });

    // @ts-expect-error an action that the entry does not use
    await j.call('cancel-bonus', { fields: { bonusId: 'b', reason: 'r' } });
    // @ts-expect-error an action that there is not
    await j.call('credit-refferer', { fields: { amount } });
    // @ts-expect-error no options, where fields are required
    await j.call('credit-referrer');
    // @ts-expect-error no fields, where fields are required
    await j.call('credit-referrer', { player: 'anna' });
    // @ts-expect-error a field is missing
    await j.call('credit-referrer', { fields: {} });
    // @ts-expect-error a field of another type
    await j.call('credit-referrer', { fields: { amount: 10 } });
    // @ts-expect-error a field that the action lacks
    await j.call('credit-referrer', { fields: { amount, bonus: 'x' } });
    // @ts-expect-error a lookup is not called
    await j.call('active-bonus');
    // @ts-expect-error an action is not looked up
    await j.lookUp('credit-referrer');
    // @ts-expect-error no duration
    await j.lookUp('active-bonus', { within: 'banana' });

    // @ts-expect-error a change without a name
    j.changed('');
    // @ts-expect-error a name that is not the same in every run
    j.changed(j.playerId);
    // @ts-expect-error a name that is no text
    j.changed(12);

    // @ts-expect-error a field that the start event's data lacks
    const wrong: string = j.event.data.amount;
    // @ts-expect-error a setting that there is not
    const none: number = j.settings.hours;
    // @ts-expect-error the wait may have ended without an event
    const late: string = (await j.waitFor('deposit.made', { within: '1 day' })).id;
    // @ts-expect-error the player may have no bonus
    const code: string = (await j.lookUp('active-bonus')).bonus_code;
    return j.end([wrong, none, late, code].join());
  },
);

journey(
  {
    name: 'accepted',
    startsOn: 'player.referred',
    reentry: 'once',
    hears: ['deposit.made'],
    uses: ['active-bonus'],
    settings,
  },
  async (j) => {
    const deposit = await j.waitFor('deposit.made', {
      within: '30 days',
      where: (data) => data.amount.currency === 'EUR',
    });
    const bonus = await j.lookUp('active-bonus', { within: '1 hour' });
    if (j.changed('2026-12 sleeps first')) await j.sleep('1 day');
    const text: string | undefined = deposit?.data.amount.amount ?? bonus?.bonus_code;
    const days: number = j.settings.days;
    return j.end(`${text ?? ''} ${days} ${j.event.data.referrerId}`);
  },
);

// @ts-expect-error an event that the catalogue does not declare
journey({ name: 'wrong-start', startsOn: 'player.refered', reentry: 'once' }, async (j) => j.end('never'));
// @ts-expect-error a re-entry that there is not
journey({ name: 'wrong-reentry', startsOn: 'player.referred', reentry: 'twice' }, async (j) => j.end('never'));
// @ts-expect-error an entry without re-entry
journey({ name: 'no-reentry', startsOn: 'player.referred' }, async (j) => j.end('never'));
journey(
  // @ts-expect-error an action that the catalogue does not declare
  { name: 'wrong-use', startsOn: 'player.referred', reentry: 'once', uses: ['credit-refferer'] },
  async (j) => j.end('never'),
);
journey(
  // @ts-expect-error an event that the catalogue does not declare
  { name: 'wrong-hearing', startsOn: 'player.referred', reentry: 'once', hears: ['deposit.mad'] },
  async (j) => j.end('never'),
);
// @ts-expect-error a story that does not say how it ends
journey({ name: 'endless', startsOn: 'player.referred', reentry: 'once' }, async (j) => j.sleep('1 day'));
