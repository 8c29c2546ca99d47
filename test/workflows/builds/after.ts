import { journey } from '../../../workflows/runs/journey.js';

export * from '../../../workflows/index.js';
export { startsOver } from '../journeys/living-long.js';

/** The journey of `before.ts` after a change: it rests between its waits, or would not replay, and says so at its end. */
export const changes = journey(
  {
    name: 'changes',
    startsOn: 'player.referred',
    reentry: 'once',
    hears: ['deposit.made', 'withdrawal.cancelled'],
  },
  async (j) => {
    await j.waitFor('deposit.made', { within: '30 days' });
    if (j.changed('2026-12 rests first')) await j.sleep('1 second');
    await j.waitFor('withdrawal.cancelled', { within: '30 days' });
    return j.end(j.changed('2026-12 rests first') ? 'rested' : 'did not rest');
  },
);

/** Waits for a deposit and credits it, after a sleep that takes the timer of a wait that began before it was there. */
export const credits = journey(
  {
    name: 'credits',
    startsOn: 'player.referred',
    reentry: 'once',
    hears: ['deposit.made'],
    uses: ['credit-referrer'],
  },
  async (j) => {
    await j.sleep('1 hour');
    await j.waitFor('deposit.made', { within: '30 days' });
    const credit = await j.call('credit-referrer', { fields: { amount: { amount: '1.00', currency: 'EUR' } } });
    return j.end(credit.outcome);
  },
);
