import { journey } from '../../../workflows/runs/journey.js';

export * from '../../../workflows/index.js';
export { startsOver } from '../journeys/living-long.js';

/** Waits for a deposit and for a cancelled withdrawal. */
export const changes = journey(
  {
    name: 'changes',
    startsOn: 'player.referred',
    reentry: 'once',
    hears: ['deposit.made', 'withdrawal.cancelled'],
  },
  async (j) => {
    await j.waitFor('deposit.made', { within: '30 days' });
    await j.waitFor('withdrawal.cancelled', { within: '30 days' });
    return j.end('as before');
  },
);

/** Waits for a deposit and credits it. */
export const credits = journey(
  {
    name: 'credits',
    startsOn: 'player.referred',
    reentry: 'once',
    hears: ['deposit.made'],
    uses: ['credit-referrer'],
  },
  async (j) => {
    await j.waitFor('deposit.made', { within: '30 days' });
    const credit = await j.call('credit-referrer', { fields: { amount: { amount: '1.00', currency: 'EUR' } } });
    return j.end(credit.outcome);
  },
);
