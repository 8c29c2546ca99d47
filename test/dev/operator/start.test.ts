import { afterEach, expect, test } from 'vitest';
import { startOperator, type RunningOperator } from '../../../dev/operator/start.js';
import { controlOperator } from '../../support/operator.js';
import { get } from './http.js';

const running: RunningOperator[] = [];
afterEach(async () => {
  for (const operator of running.splice(0)) await operator.close();
});

async function start(port = 0): Promise<RunningOperator> {
  const operator = await startOperator({ port });
  running.push(operator);
  return operator;
}

/** A request that has arrived and whose answer is held back. `ended` gives its status, or the error it met. */
async function heldBack(operator: RunningOperator, delayMs: number): Promise<{ ended: Promise<unknown> }> {
  const control = controlOperator(operator.url);
  await control.fault({ path: '/games', times: 1, answer: { delayMs } });
  const ended = get(`${operator.url}/games`).then(
    ({ status }) => status,
    (error: unknown) => error,
  );
  await expect.poll(() => control.requests()).toHaveLength(1);
  return { ended };
}

test('operators know nothing of each other', async () => {
  const [one, other] = [await start(), await start()];
  await get(`${one.url}/games`);
  expect(await controlOperator(one.url).requests()).toHaveLength(1);
  expect(await controlOperator(other.url).requests()).toEqual([]);
});

test('a port that is taken rejects', async () => {
  const { url } = await start();
  await expect(startOperator({ port: Number(new URL(url).port) })).rejects.toThrow('EADDRINUSE');
});

test('closing cuts off what is under way', async () => {
  const operator = await start();
  const { ended } = await heldBack(operator, 600_000);
  await operator.close();
  expect(await ended).toBeInstanceOf(Error);
});

test('closing with time to drain waits for what is under way, and no longer', async () => {
  const operator = await start();
  const { ended } = await heldBack(operator, 300);
  await operator.close({ drainMs: 600_000 }); // the connection stays open after its answer: waiting for it would be for ever
  expect(await ended).toBe(200);
});
