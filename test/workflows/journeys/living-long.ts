import { journey } from '../../../workflows/runs/journey.js';

const oneEuro = { amount: { amount: '1.00', currency: 'EUR' } };

/** Each life credits in passing, waits for one deposit, and starts over; without a deposit in 30 days it ends. */
export const startsOver = journey(
  {
    name: 'starts-over',
    startsOn: 'player.referred',
    reentry: 'once',
    hears: ['deposit.made'],
    exitsOn: ['player.excluded'],
    uses: ['credit-referrer'],
  },
  async (j) => {
    const seen = Array.isArray(j.carried) ? j.carried.map(String) : [];
    const deposit = await j.waitFor('deposit.made', { within: '30 days' });
    if (!deposit) return j.end(`saw ${seen.join(', ')}`);
    void j.call('credit-referrer', { fields: oneEuro });
    return j.startOver([...seen, deposit.id]);
  },
);

/** Begins anew with each start event; credits, and then waits for a deposit. */
export const restarts = journey(
  {
    name: 'restarts',
    startsOn: 'player.referred',
    reentry: 'restart',
    hears: ['deposit.made', 'withdrawal.cancelled'],
    exitsOn: ['player.excluded'],
    uses: ['credit-referrer', 'cancel-bonus'],
  },
  async (j) => {
    await j.call('credit-referrer', { fields: oneEuro });
    j.compensate(() => j.call('cancel-bonus', { fields: { bonusId: 'none', reason: 'undo' } }));
    const deposit = await j.waitFor('deposit.made', { within: '30 days' });
    return j.end(`deposit ${deposit?.id ?? 'none'}, for ${j.event.data.referrerId}`);
  },
);

/** Lets deposits pile up until a withdrawal is cancelled, and then says which it has. */
export const pilesUp = journey(
  {
    name: 'piles-up',
    startsOn: 'player.referred',
    reentry: 'once',
    hears: ['deposit.made', 'withdrawal.cancelled'],
    exitsOn: ['player.excluded'],
  },
  async (j) => {
    await j.waitFor('withdrawal.cancelled', { within: '30 days' });
    const ids: string[] = [];
    for (;;) {
      const deposit = await j.waitFor('deposit.made', { within: '1 second' });
      if (!deposit) return j.end(`${ids.length}: ${ids[0] ?? ''} to ${ids.at(-1) ?? ''}`);
      ids.push(deposit.id);
    }
  },
);

/** Does as much as it can to have a large state: refused calls and stages, each with a long text. */
export const hoards = journey(
  {
    name: 'hoards',
    startsOn: 'player.referred',
    reentry: 'once',
    hears: ['deposit.made'],
    exitsOn: ['player.excluded'],
    uses: ['credit-referrer'],
  },
  async (j) => {
    const long = '\u0001語'.repeat(20_000);
    const nonsense = { amount: { amount: '1.00', currency: long } };
    for (let round = 0; round < 5; round++) {
      const calls = Array.from({ length: 50 }, (_, index) => `${'c'.repeat(100)}-${round}-${index}`);
      await Promise.all(calls.map((as) => j.call('credit-referrer', { as, fields: nonsense })));
      j.stage(long);
    }
    await j.waitFor('deposit.made', {
      within: '30 days',
      where: () => {
        throw new Error(long);
      },
    });
    return j.end(long);
  },
);
