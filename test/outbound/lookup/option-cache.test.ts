import { expect, it } from 'vitest';
import type { NoOptions, Options } from '../../../catalogue/lookup/read-options.js';
import { OptionCache, OptionsUnavailable, type OptionsWish } from '../../../outbound/lookup/option-cache.js';

const MINUTE = 60_000;

/** A cache with a clock of its own, before a source whose answers are set by hand. */
function world(maxEntries = 10) {
  let time = 1_000_000;
  const failures: string[] = [];
  const asked: string[] = [];
  const source = { answer: (): Promise<Options | NoOptions> => Promise.resolve(listOf(`v${asked.length}`)) };
  const onFailure = (key: string, reason: string): void => void failures.push(`${key}: ${reason}`);
  const cache = new OptionCache({ maxEntries, onFailure, now: () => time });
  const get = (key = 'bonuses', change: Partial<OptionsWish> = {}) =>
    cache.get({
      key,
      cache: 5 * MINUTE,
      load: () => {
        asked.push(key);
        return source.answer();
      },
      ...change,
    });
  return { get, source, asked, failures, pass: (ms: number) => (time += ms) };
}

function listOf(value: string): Options {
  return { kind: 'options', items: [{ text: value, value }], note: null };
}

/** Lets everything that is ready go on. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

it('a copy is served without asking until its time is over', async () => {
  const { get, asked, pass } = world();
  expect(await get()).toMatchObject({ items: [{ value: 'v1' }], age: 0, stale: false });
  pass(5 * MINUTE);
  expect(await get()).toMatchObject({ items: [{ value: 'v1' }], age: 5 * MINUTE, stale: false });
  expect(asked).toHaveLength(1);
});

it('a stale copy is served at once while one request for all fetches a newer one', async () => {
  const { get, asked, pass } = world();
  await get();
  pass(5 * MINUTE + 1);
  const served = await Promise.all([get(), get(), get()]);
  expect(served.every(({ stale, items }) => stale && items[0]?.value === 'v1')).toBe(true);
  await settled();
  expect(asked).toHaveLength(2);
  expect(await get()).toMatchObject({ items: [{ value: 'v2' }], age: 0, stale: false });
});

it('the first request for a list is made once for all who ask', async () => {
  const { get, asked } = world();
  const served = await Promise.all([get(), get(), get()]);
  expect(served.map(({ items }) => items[0]?.value)).toEqual(['v1', 'v1', 'v1']);
  expect(asked).toHaveLength(1);
});

it.each([
  ['says that it has none', () => Promise.resolve({ kind: 'fault', reason: 'out of order' } as const)],
  ['throws', () => Promise.reject(new Error('out of order'))],
])('a copy goes on being served when the other side %s, and the failure is told', async (_, answer) => {
  const { get, source, failures, asked, pass } = world();
  await get();
  pass(60 * MINUTE);
  source.answer = answer;
  await get();
  await settled();
  expect(await get()).toMatchObject({ items: [{ value: 'v1' }], age: 60 * MINUTE, stale: true });
  await settled();
  expect(failures).toEqual(['bonuses: out of order', 'bonuses: out of order']);
  expect(asked).toHaveLength(3);
});

it('without a copy a failure is thrown to all who ask, and the next one asks again', async () => {
  const { get, source, asked, failures } = world();
  source.answer = () => Promise.resolve({ kind: 'fault', reason: 'item 3 has no value' });
  const both = await Promise.allSettled([get(), get()]);
  expect(both.map((one) => one.status === 'rejected' && (one.reason as unknown))).toEqual([
    new OptionsUnavailable('item 3 has no value'),
    new OptionsUnavailable('item 3 has no value'),
  ]);
  await expect(get()).rejects.toBeInstanceOf(OptionsUnavailable);
  expect(asked).toHaveLength(2);
  expect(failures).toEqual([]);
});

it('the lists that were asked for longest ago make room', async () => {
  const { get, asked } = world(2);
  await get('a');
  await get('b');
  await get('a');
  await get('c');
  await get('a');
  expect(asked).toEqual(['a', 'b', 'c']);
  await get('b');
  expect(asked).toEqual(['a', 'b', 'c', 'b']);
});
