import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from './eventually.js';
import type { Prize } from './prizes.js';
import { type Operator, type Setting, startSetting, type Won } from './setting.js';
import { standing } from './standing.js';
import type { WorkerProcess } from '../support/worker-process.js';

const FUNDS = '/bonus/credit/funds';
const TOKEN = '/unibo/api/v1/auth/token';
const BLOCKS = '/userblocks/p-preparing';
const MINUTE = 60_000;

let setting: Setting;
let frozen: WorkerProcess;
let onTheWire: Won;
let gettingAToken: Won;
let preparing: Won;
let takenOnce: Won;
let takenToReconcile: Won;

/** One worker stands still for a minute, another goes on; a person resends what is parked; then the first one wakes. */
beforeAll(async () => {
  setting = await startSetting();
  frozen = setting.work('frozen');
  await frozen.ready;
  await freezeInTheMiddle();
  const since = Date.now();
  await setting.work('alive').ready;
  [takenOnce, takenToReconcile] = await Promise.all([
    taken('fair', 'once-queued'),
    taken('forgetful', 'reconcile-queued'),
  ]);
  await Promise.all([onTheWire.settled(), resend(gettingAToken), resend(takenOnce), takenToReconcile.settled()]);
  await sleep(Math.max(0, since + MINUTE - Date.now()));
  frozen.wake();
  await Promise.all([onTheWire, gettingAToken, takenOnce, takenToReconcile].map(toldByFrozen));
}, 180_000);
afterAll(() => setting.close());

async function freezeInTheMiddle(): Promise<void> {
  const { fair, forgetful } = setting.operators;
  await fair.fault({ path: FUNDS, times: 1, answer: { delayMs: 10 * MINUTE } });
  await forgetful.fault({ path: TOKEN, times: 1, answer: { delayMs: 3_000 } });
  await forgetful.fault({ path: BLOCKS, times: 1, answer: { delayMs: 900 } });
  onTheWire = await setting.win('fair', 'once');
  gettingAToken = await setting.win('forgetful', 'by-token');
  await eventually(onTheWire.paid, ({ length }) => length === 1);
  await eventually(forgetful.requests, (requests) => requests.some(({ path }) => path === TOKEN));
  preparing = await setting.win('forgetful', 'by-name', 'p-preparing');
  await eventually(forgetful.requests, (requests) => requests.some(({ path }) => path === BLOCKS));
  frozen.freeze();
}

/** A payment that Temporal has handed to the frozen worker, whose polls of the destination's queue are still open. */
async function taken(brand: Operator, prize: Prize): Promise<Won> {
  for (let tries = 0; tries < 40; tries++) {
    const won = await setting.win(brand, prize);
    const by = await eventually(
      () => takerOf(won),
      (taker) => taker !== null,
    );
    if (by === frozen.identity) return won;
  }
  throw new Error('Temporal has handed nothing to the frozen worker');
}

/** The worker that Temporal has handed the payment to; `null` while there is none. */
async function takerOf({ handle }: Won): Promise<string | null> {
  const { raw, status } = await handle.describe();
  if (status.name !== 'RUNNING') return 'one that has reported';
  return raw.pendingActivities?.[0]?.lastWorkerIdentity || null;
}

/** Says `retry` until it is paid: the frozen worker may take one more of the attempts. */
async function resend(won: Won): Promise<void> {
  do {
    await won.retry();
  } while ((await won.settled()).outcome === null);
}

/** Waits until the worker that was frozen has told what became of its attempt. */
async function toldByFrozen(won: Won): Promise<void> {
  const { calls } = await won.settled();
  await eventually(
    () => Promise.resolve(frozen.attempts()),
    (attempts) => attempts.some(({ callKey }) => callKey === calls[0]?.callKey),
  );
}

test('a request that was on the wire is parked, and is the only one', async () => {
  expect(await standing(onTheWire)).toBe('parked, 1 sent, 1 paid');
  expect((await onTheWire.settled()).parked).toMatchObject([
    { maybeSent: true, reason: expect.stringContaining('no report came back') as string },
  ]);
});

test('a person then sends exactly one more, which the operator knows by its key', async () => {
  await onTheWire.retry();
  expect(await standing(onTheWire)).toBe('delivered, 2 sent, 1 paid');
});

test('what was not yet written when it froze is not written when it wakes', async () => {
  expect(await standing(gettingAToken)).toBe('delivered, 1 sent, 1 paid');
});

test('what was handed to it while it was frozen is not sent when it wakes', async () => {
  expect(await standing(takenOnce)).toBe('delivered, 1 sent, 1 paid');
  const { calls } = await takenOnce.settled();
  const told = frozen.attempts().find(({ callKey }) => callKey === calls[0]?.callKey);
  expect(told?.class).toBe('not-sent');
});

test('not even where another worker has found it not done and has paid meanwhile', async () => {
  expect(await standing(takenToReconcile)).toBe('delivered, 1 sent, 1 paid');
});

test('a workflow task that it held is done by another, and its own half is dropped', async () => {
  expect(await standing(preparing)).toBe('delivered, 1 sent, 1 paid');
});
