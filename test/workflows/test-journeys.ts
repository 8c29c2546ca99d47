import { journey } from '../../workflows/steps/journey.js';

/** Two waits of one type side by side, the second with a condition. */
export const twoWaits = journey(
  { name: 'two-waits', startsOn: 'player.referred', reentry: 'once', hears: ['deposit.made'], exitsOn: ['player.excluded'] },
  async (j) => {
    const [first, second] = await Promise.all([
      j.waitFor('deposit.made', { within: '10 days', where: (data) => data.amount.currency === 'EUR' }),
      j.waitFor('deposit.made', { within: '10 days' }),
    ]);
    return j.end(`${first?.id ?? 'none'} then ${second?.id ?? 'none'}`);
  },
);
