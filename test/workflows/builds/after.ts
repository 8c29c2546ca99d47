import { journey } from '../../../workflows/runs/journey.js';

export * from '../../../workflows/index.js';

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
