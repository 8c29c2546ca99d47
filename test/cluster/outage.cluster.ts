import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { type Stack, startStack } from '../../dev/cluster/stack.js';
import { newPlayer, until } from '../support/routing.js';
import { Product } from './product.js';

const LIMIT = 240_000;
const OUTAGE = 10_000;
const AMOUNT = { amount: '50.00', currency: 'EUR' };

let stack: Stack | undefined;
let lines: string[] = [];
afterEach(async () => {
  await stack?.stop();
  stack = undefined;
  lines = [];
});

async function start(options: { readonly connections?: number } = {}): Promise<Product> {
  const write = (name: string, line: string): void => {
    if (name === 'postgres') lines.push(line);
  };
  stack = await startStack({ ...options, say: () => undefined, write });
  return new Product(stack.addresses);
}

/** The statuses that an event has met, in order; it is sent until it is accepted. */
async function sendUntilAccepted(product: Product, playerId: string): Promise<number[]> {
  const statuses: number[] = [];
  const send = () => product.event('withdrawal.requested', playerId, { withdrawalId: 'w-1', amount: AMOUNT }, playerId);
  for (const end = Date.now() + LIMIT / 2; ;) {
    const { status } = await send();
    statuses.push(status);
    if (status === 202) return statuses;
    if (Date.now() > end) throw new Error(`never accepted: ${statuses.join(', ')}`);
    await sleep(500);
  }
}

/** Sends events of new players while `meanwhile` runs. Each is booked exactly once in the end. */
async function surviving(product: Product, meanwhile: () => Promise<void>): Promise<number[]> {
  const players: string[] = [];
  const sent: Promise<number[]>[] = [];
  const over = new AbortController();
  const sending = (async () => {
    while (!over.signal.aborted) {
      const player = newPlayer();
      players.push(player);
      sent.push(sendUntilAccepted(product, player));
      await sleep(250);
    }
  })();
  await meanwhile().finally(() => over.abort());
  await sending;
  const statuses = (await Promise.all(sent)).flat();
  const booked = () => Promise.all(players.map(async (player) => (await product.booked(player)).length));
  await until(booked, (counts) => counts.every((count) => count > 0), LIMIT / 2);
  expect(await booked()).toEqual(players.map(() => 1));
  return statuses;
}

it(
  'while PostgreSQL is killed for a while, what is not accepted is a 503, and what is accepted is done once',
  { timeout: LIMIT },
  async () => {
    const product = await start();
    const statuses = await surviving(product, async () => {
      await sleep(2_000);
      await stack?.postgres.signal('SIGKILL');
      await sleep(OUTAGE);
      await stack?.postgres.start();
      await sleep(2_000);
    });
    expect(new Set(statuses)).toEqual(new Set([202, 503]));
  },
);

it('so it is while PostgreSQL stands still with all its connections open', { timeout: LIMIT }, async () => {
  const product = await start();
  const statuses = await surviving(product, async () => {
    await sleep(2_000);
    await stack?.postgres.signal('SIGSTOP');
    await sleep(OUTAGE);
    await stack?.postgres.signal('SIGCONT');
    await sleep(2_000);
  });
  expect(new Set(statuses)).toEqual(new Set([202, 503]));
});

it('so it is when PostgreSQL has too few connections for a burst', { timeout: LIMIT }, async () => {
  const product = await start({ connections: 30 });
  const players = Array.from({ length: 150 }, newPlayer);
  const statuses = (await Promise.all(players.map((player) => sendUntilAccepted(product, player)))).flat();
  expect([...new Set(statuses)].filter((status) => status !== 503)).toEqual([202]);
  const booked = () => Promise.all(players.map(async (player) => (await product.booked(player)).length));
  await until(booked, (counts) => counts.every((count) => count > 0), LIMIT / 2);
  expect(await booked()).toEqual(players.map(() => 1));
  expect(lines.filter((line) => line.includes('too many clients already'))).not.toEqual([]);
});
