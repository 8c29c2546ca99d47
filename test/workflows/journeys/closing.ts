import { journey } from '../../../workflows/runs/journey.js';

const oneEuro = { amount: { amount: '1.00', currency: 'EUR' } };

/** Credits twice, each with its undoing, asks for a goodbye on exit, and sleeps for a month. */
export const undoesInReverse = journey(
  {
    name: 'undoes-in-reverse',
    startsOn: 'player.referred',
    reentry: 'once',
    exitsOn: ['player.excluded'],
    uses: ['credit-referrer', 'cancel-bonus'],
  },
  async (j) => {
    j.onExit(() => j.call('cancel-bonus', { as: 'goodbye', fields: { bonusId: 'none', reason: 'goodbye' } }));
    await j.call('credit-referrer', { as: 'first', fields: oneEuro });
    j.compensate(() => j.call('cancel-bonus', { as: 'undo-first', fields: { bonusId: 'none', reason: 'undo first' } }));
    await j.call('credit-referrer', { as: 'second', fields: oneEuro });
    j.compensate(() =>
      j.call('cancel-bonus', { as: 'undo-second', fields: { bonusId: 'none', reason: 'undo second' } }),
    );
    await j.sleep('30 days');
    return j.end('slept');
  },
);

/** Credits, says how to undo it, and fails at a lookup that is not answered within a minute. */
export const undoesAndFails = journey(
  {
    name: 'undoes-and-fails',
    startsOn: 'player.referred',
    reentry: 'once',
    uses: ['credit-referrer', 'cancel-bonus', 'active-bonus'],
  },
  async (j) => {
    j.onExit(() => j.call('credit-referrer', { as: 'goodbye', fields: oneEuro }));
    await j.call('credit-referrer', { fields: oneEuro });
    j.compensate(() => j.call('cancel-bonus', { fields: { bonusId: 'none', reason: 'undo' } }));
    await j.lookUp('active-bonus', { within: '1 minute' });
    return j.end('not reached');
  },
);

/** Calls in its own catch and finally, and says that it ended well. */
export const callsWhenCaught = journey(
  {
    name: 'calls-when-caught',
    startsOn: 'player.referred',
    reentry: 'once',
    exitsOn: ['player.excluded'],
    uses: ['credit-referrer'],
  },
  async (j) => {
    try {
      await j.sleep('30 days');
    } catch {
      await j.call('credit-referrer', { as: 'in-catch', fields: oneEuro });
    } finally {
      await j.call('credit-referrer', { as: 'in-finally', fields: oneEuro });
    }
    return j.end('ended well');
  },
);

/** Swallows whatever its sleep throws. */
export const swallowsExits = journey(
  { name: 'swallows-exits', startsOn: 'player.referred', reentry: 'once', exitsOn: ['player.excluded'] },
  async (j) => {
    try {
      await j.sleep('30 days');
    } catch {
      j.stage('swallowed');
    }
    return j.end('ended well');
  },
);

/** Two branches side by side: one sleeps and calls, the other calls twice. */
export const branches = journey(
  {
    name: 'branches',
    startsOn: 'player.referred',
    reentry: 'once',
    exitsOn: ['player.excluded'],
    uses: ['credit-referrer'],
  },
  async (j) => {
    const sleepsAndCalls = async () => {
      await j.sleep('1 day');
      await j.call('credit-referrer', { as: 'after-sleep', fields: oneEuro });
    };
    const callsTwice = async () => {
      await j.call('credit-referrer', { as: 'first', fields: oneEuro });
      await j.call('credit-referrer', { as: 'second', fields: oneEuro });
    };
    await Promise.all([sleepsAndCalls(), callsTwice()]);
    return j.end('both done');
  },
);

/** Begins a call and a wait, and looks at them only after a month. */
export const looksLater = journey(
  {
    name: 'looks-later',
    startsOn: 'player.referred',
    reentry: 'once',
    hears: ['deposit.made'],
    exitsOn: ['player.excluded'],
    uses: ['credit-referrer'],
  },
  async (j) => {
    const credit = j.call('credit-referrer', { fields: oneEuro });
    const deposit = j.waitFor('deposit.made', { within: '60 days' });
    await j.sleep('30 days');
    return j.end(`${(await credit).outcome}, ${(await deposit)?.id ?? 'none'}`);
  },
);

let told = 0;

/** Counts in its module how often it was told. */
export const countsInItsModule = journey(
  { name: 'counts-in-its-module', startsOn: 'player.referred', reentry: 'every-event' },
  async (j) => j.end(`told ${(told += 1)} times`),
);
