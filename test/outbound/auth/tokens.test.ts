import { expect, it } from 'vitest';
import { Tokens, type TokenWish } from '../../../outbound/auth/tokens.js';

/** A process with a clock of its own, whose tokens live for an hour. */
function world() {
  let time = 1_000_000;
  let fetched = 0;
  const tokens = new Tokens(() => time);
  const get = (change: Partial<TokenWish> = {}): Promise<string> =>
    tokens.get({
      owner: 'lucky:operator',
      digest: 'a',
      deadline: time + 10_000,
      fetch: () => Promise.resolve({ value: `token-${(fetched += 1)}`, expiresAt: time + 3_600_000 }),
      ...change,
    });
  return { tokens, get, pass: (ms: number) => (time += ms) };
}

it('a token is used until thirty seconds before its end', async () => {
  const { get, pass } = world();
  expect(await get()).toBe('token-1');
  pass(3_600_000 - 30_001);
  expect(await get()).toBe('token-1');
  pass(1);
  expect(await get()).toBe('token-2');
});

it('a token whose end nobody said is used until it is refused', async () => {
  const { tokens, get, pass } = world();
  await get({ fetch: () => Promise.resolve({ value: 'endless', expiresAt: null }) });
  pass(10 * 365 * 24 * 3_600_000);
  expect(await get()).toBe('endless');
  tokens.drop('lucky:operator', 'endless');
  expect(await get()).toBe('token-1');
});

it('a late refusal of an old token does not drop the new one', async () => {
  const { tokens, get } = world();
  await get();
  tokens.drop('lucky:operator', 'token-1');
  expect(await get()).toBe('token-2');
  tokens.drop('lucky:operator', 'token-1');
  expect(await get()).toBe('token-2');
});

it('a fetch with the old secret that ends last does not take the place of the new one', async () => {
  const { get } = world();
  let endOld = (_: { value: string; expiresAt: null }): void => undefined;
  const old = get({ fetch: () => new Promise((resolve) => (endOld = resolve)) });
  expect(await get({ digest: 'b' })).toBe('token-1');
  endOld({ value: 'old', expiresAt: null });
  expect(await old).toBe('old');
  expect(await get({ digest: 'b' })).toBe('token-1');
});

it('a failed fetch is told to all who wait, and not kept', async () => {
  const { get } = world();
  const failing = { fetch: () => Promise.reject(new Error('down')) };
  const both = await Promise.allSettled([get(failing), get()]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await get()).toBe('token-1');
});
