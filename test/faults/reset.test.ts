import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Fault } from '../../dev/operator/control-schemas.js';
import { resetRun } from '../support/reset-run.js';
import { newPlayer } from '../support/routing.js';
import { eventually } from './eventually.js';
import type { Prize } from './prizes.js';
import { type Operator, type Setting, startSetting, type Won } from './setting.js';
import { standing } from './standing.js';

const FUNDS = '/bonus/credit/funds';
const NOBODY_HEARD = { cut: 'after-processing' } as const;
const NOT_DONE = { cut: 'before-headers' } as const;

let setting: Setting;
beforeAll(async () => {
  setting = await startSetting();
  await setting.work('worker').ready;
}, 60_000);
afterAll(() => setting.close());

/** A prize whose first payment meets a fault, if any. */
async function winWith(brand: Operator, prize: Prize, answer?: Fault['answer']): Promise<Won> {
  if (answer) await setting.operators[brand].fault({ path: FUNDS, times: 1, answer });
  const won = await setting.win(brand, prize);
  await won.settled();
  return won;
}

/** Resets the latest run to before it decided an attempt. What people have said since is told to the new run. */
function resetBeforeAttempt({ id }: Won, attempt: number): Promise<void> {
  return resetRun(setting, id, (events) => {
    const tasks = events.flatMap(({ activityTaskScheduledEventAttributes: scheduled }) =>
      scheduled?.activityType?.name === 'sendCallback' ? [scheduled.workflowTaskCompletedEventId] : [],
    );
    return tasks[attempt - 1];
  });
}

test.each([
  ['idempotent', 'fair', 'sends it again by its key', 'delivered, 2 sent, 1 paid'],
  ['reconcile', 'forgetful', 'finds it done', 'delivered, 1 sent, 1 paid'],
  ['once', 'forgetful', 'asks a person', 'parked, 1 sent, 1 paid'],
] as const)('reset after it was delivered, %s at a %s operator %s', async (prize, brand, _, expected) => {
  const won = await winWith(brand, prize);
  expect(await standing(won)).toBe('delivered, 1 sent, 1 paid');
  await resetBeforeAttempt(won, 1);
  expect(await standing(won)).toBe(expected);
});

test.each([
  ['idempotent', 'fair', 'delivered, 2 sent, 1 paid', 'delivered, 3 sent, 1 paid'],
  ['reconcile', 'forgetful', 'delivered, 1 sent, 1 paid', 'delivered, 1 sent, 1 paid'],
  ['once', 'forgetful', 'parked, 1 sent, 1 paid', 'parked, 1 sent, 1 paid'],
] as const)('reset after an attempt that nobody heard of, %s at a %s operator', async (prize, brand, first, then) => {
  const won = await winWith(brand, prize, NOBODY_HEARD);
  expect(await standing(won)).toBe(first);
  await resetBeforeAttempt(won, 1);
  expect(await standing(won)).toBe(then);
});

test('reset when its player has been excluded since: what may have arrived is neither sent again nor forgotten', async () => {
  const player = newPlayer();
  const won = await setting.win('fair', 'idempotent', player);
  expect(await standing(won)).toBe('delivered, 1 sent, 1 paid');
  await setting.operators.fair.setPlayer(player, { blocks: [{ type: 'Excluded', active: true }] });
  await resetBeforeAttempt(won, 1);
  expect(await standing(won)).toBe('parked, 1 sent, 1 paid');
  expect((await won.settled()).parked).toMatchObject([{ maybeSent: true }]);
});

test('once, reset twice: a person is asked each time, and each word sends one request', async () => {
  const won = await winWith('forgetful', 'once');
  for (const [round, word] of ['2 sent, 2 paid', '3 sent, 3 paid'].entries()) {
    await resetBeforeAttempt(won, 1);
    expect(await standing(won)).toBe(`parked, ${round + 1} sent, ${round + 1} paid`);
    await won.retry();
    expect(await standing(won)).toBe(`delivered, ${word}`);
  }
});

test("once, reset to before a person's word, which Temporal tells the new run: it has been followed once", async () => {
  const won = await winWith('forgetful', 'once', NOT_DONE);
  await won.retry();
  expect(await standing(won)).toBe('delivered, 2 sent, 1 paid');
  await resetBeforeAttempt(won, 2);
  expect(await standing(won)).toBe('parked, 2 sent, 1 paid');
  const { journal } = await won.settled();
  expect(journal.filter(({ what }) => what === 'resolved' || what === 'parked').slice(-2)).toMatchObject([
    { what: 'resolved' },
    { what: 'parked', text: expect.stringContaining('the run was reset') as string },
  ]);
});

test('reconcile, reset to after its status was asked: the answer is old, and it is asked again', async () => {
  const won = await winWith('forgetful', 'reconcile', NOT_DONE);
  expect(await standing(won)).toBe('delivered, 2 sent, 1 paid');
  await resetBeforeAttempt(won, 2);
  expect(await standing(won)).toBe('delivered, 2 sent, 1 paid');
});

test('after a reset under another catalogue, what is sent again has the bytes of before', async () => {
  const prizes = [await winWith('fair', 'idempotent'), await winWith('fair', 'once')] as const;
  await setting.changeTemplate('second');
  await eventually(
    () => winWith('fair', 'once').then(({ sent }) => sent()),
    ([request]) => request?.query['template'] === 'second',
  );
  await Promise.all(prizes.map((won) => resetBeforeAttempt(won, 1)));
  const [idempotent, once] = prizes;
  expect(await standing(idempotent)).toBe('delivered, 2 sent, 1 paid');
  expect(await standing(once)).toBe('parked, 1 sent, 1 paid');
  await once.retry();
  expect(await standing(once)).toBe('delivered, 2 sent, 1 paid');
});
