import { compareMoney } from '../../../workflows/contracts/money.js';
import { journey } from '../../../workflows/runs/journey.js';

/** Two waits of one type side by side, the first with a condition. */
export const twoWaits = journey(
  { name: 'two-waits', startsOn: 'player.referred', reentry: 'once', hears: ['deposit.made'] },
  async (j) => {
    const [euro, any] = await Promise.all([
      j.waitFor('deposit.made', { within: '10 days', where: (data) => data.amount.currency === 'EUR' }),
      j.waitFor('deposit.made', { within: '10 days' }),
    ]);
    return j.end(`euro ${euro?.id ?? 'none'}, any ${any?.id ?? 'none'}`);
  },
);

/** Waits twice for the same type, for ten days each, the first time only after five days of sleep. */
export const waitsTwice = journey(
  {
    name: 'waits-twice',
    startsOn: 'player.referred',
    reentry: 'once',
    hears: ['deposit.made'],
    exitsOn: ['player.excluded'],
  },
  async (j) => {
    await j.sleep('5 days');
    const first = await j.waitFor('deposit.made', { within: '10 days' });
    const second = await j.waitFor('deposit.made', { within: '10 days' });
    return j.end(`first ${first?.id ?? 'none'}, second ${second?.id ?? 'none'}`);
  },
);

/** Waits for an event of either type. */
export const waitsForEither = journey(
  {
    name: 'waits-for-either',
    startsOn: 'player.referred',
    reentry: 'once',
    hears: ['deposit.made', 'withdrawal.cancelled'],
  },
  async (j) => {
    const event = await j.waitFor(['deposit.made', 'withdrawal.cancelled'], { within: '10 days' });
    return j.end(event?.type ?? 'none');
  },
);

/** Its condition throws on a deposit in another currency than euro. */
export const faultyCondition = journey(
  { name: 'faulty-condition', startsOn: 'player.referred', reentry: 'once', hears: ['deposit.made'] },
  async (j) => {
    const enough = await j.waitFor('deposit.made', {
      within: '10 days',
      where: (data) => compareMoney(data.amount, { amount: '20.00', currency: 'EUR' }) >= 0,
    });
    const left = await j.waitFor('deposit.made', { within: '1 day' });
    return j.end(`enough ${enough?.id ?? 'none'}, left ${left?.id ?? 'none'}`);
  },
);

/** Sleeps until an instant that has passed, and until the one in its settings. */
export const sleepsUntil = journey(
  {
    name: 'sleeps-until',
    startsOn: 'player.referred',
    reentry: 'once',
    settings: { type: 'object', properties: { until: { type: 'string' } }, required: ['until'] },
  },
  async (j) => {
    const before = j.now();
    await j.sleepUntil('2020-01-01T00:00:00Z');
    const unmoved = j.now() === before;
    await j.sleepUntil(j.settings.until);
    return j.end(`${unmoved ? 'at once' : 'late'}, then ${j.now().slice(0, 10)}`);
  },
);
