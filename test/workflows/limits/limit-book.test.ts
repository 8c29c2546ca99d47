import { describe, expect, it } from 'vitest';
import { MAX_OPEN, MAX_SETTLED, MEMORY } from '../../../workflows/limits/limit-book.js';
import { bookOf, euros, START } from '../../support/limit-book-of.js';
import { HOUR } from '../../support/limited-call.js';

const MINUTE = 60_000;
const FULL = { kind: 'full' };
const RESERVED = { kind: 'reserved' };

describe('a limit of a number of calls', () => {
  it('takes so many and not one more, and says which limit, how many of how many', () => {
    const book = bookOf({ count: 2 });
    expect(book.reserve('a')).toEqual(RESERVED);
    expect(book.reserve('b')).toEqual(RESERVED);
    book.settle('a', true);
    expect(book.reserve('c')).toEqual({
      kind: 'full',
      reason: 'the limit "bonus per player" is full: 2 of 2 calls within 1 day, including 1 without an outcome yet',
    });
  });

  it('has a place again when one is given back', () => {
    const book = bookOf({ count: 1 });
    book.reserve('a');
    book.settle('a', false);
    expect(book.reserve('b')).toEqual(RESERVED);
    expect(book.reserve('c')).toMatchObject(FULL);
  });

  it('counts calls whose amount nobody knows, or nobody can add up', () => {
    const book = bookOf({ count: 3 });
    expect(book.reserve('a', null)).toEqual(RESERVED);
    expect(book.reserve('b', euros('-5'))).toEqual(RESERVED);
    expect(book.reserve('c', { amount: '1', currency: 'constructor' })).toEqual(RESERVED);
    expect(book.reserve('d')).toMatchObject(FULL);
  });
});

describe('a limit of money', () => {
  it('adds up decimals exactly, and lets the last cent go', () => {
    const book = bookOf({ count: null, money: euros('0.30') });
    expect(book.reserve('a', euros('0.1'))).toEqual(RESERVED);
    expect(book.reserve('b', euros('0.20'))).toEqual(RESERVED);
    expect(book.reserve('c', euros('0.01'))).toEqual({
      kind: 'full',
      reason: expect.stringMatching(/0\.3 of 0\.30 EUR .*2 calls.*this one is 0\.01$/),
    });
    book.settle('a', false);
    expect(book.reserve('c', euros('0.11'))).toMatchObject(FULL);
    expect(book.reserve('c', euros('0.10'))).toEqual(RESERVED);
  });

  it.each([
    [{ amount: '10.00', currency: 'SEK' }, /counts EUR, and the call is in SEK: give it a limit in its own currency/],
    [null, /counts EUR, and the call has no amount: give its action a value/],
    [euros('-10.00'), /can't count -10.00 EUR/],
    [euros('1e3'), /can't count 1e3 EUR/],
  ])('takes no %o, whatever is left', (value, reason) => {
    const book = bookOf({ count: null, money: euros('1000') });
    expect(book.reserve('a', value)).toEqual({ kind: 'misused', reason: expect.stringMatching(reason) as string });
    expect(book.reserve('b', euros('1000'))).toEqual(RESERVED);
  });

  it('holds beside a number of calls: the first that is reached counts', () => {
    const book = bookOf({ count: 2, money: euros('100') });
    expect(book.reserve('a', euros('100.01'))).toMatchObject(FULL);
    expect(book.reserve('a', euros('1'))).toEqual(RESERVED);
    expect(book.reserve('b', euros('1'))).toEqual(RESERVED);
    expect(book.reserve('c', euros('1'))).toMatchObject(FULL);
  });
});

describe('a window', () => {
  it('rolls: 23:59 and 00:01 are two within two minutes', () => {
    const book = bookOf({ count: 1, window: 24 * HOUR });
    book.reserve('a');
    book.settle('a', true);
    book.pass(2 * MINUTE);
    expect(book.reserve('b')).toMatchObject(FULL);
    book.pass(24 * HOUR - 2 * MINUTE - 1);
    expect(book.reserve('b')).toMatchObject(FULL);
    book.pass(1);
    expect(book.reserve('b')).toEqual(RESERVED);
  });

  it('does not end for a call without an outcome, and begins anew with the outcome', () => {
    const book = bookOf({ count: 1, window: HOUR });
    book.reserve('parked');
    book.pass(100 * HOUR);
    expect(book.reserve('b')).toMatchObject(FULL);
    book.settle('parked', true);
    book.pass(HOUR - 1);
    expect(book.reserve('b')).toMatchObject(FULL);
    book.pass(1);
    expect(book.reserve('b')).toEqual(RESERVED);
  });

  it('never holds more than the limit, whenever calls come and end', () => {
    const book = bookOf({ count: 10, window: HOUR });
    const delivered: number[] = [];
    const waiting: string[] = [];
    let seed = 7;
    const chance = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    for (let step = 0; step < 5_000; step++) {
      book.pass(Math.floor(chance() * 4 * MINUTE));
      if (book.reserve(`call-${step}`).kind === 'reserved') waiting.push(`call-${step}`);
      if (chance() < 0.6) continue;
      const [callKey] = waiting.splice(Math.floor(chance() * waiting.length), 1);
      if (callKey === undefined) continue;
      const counts = chance() < 0.7;
      if (counts) delivered.push(book.now());
      book.settle(callKey, counts);
      if (chance() < 0.05) book.continueAsNew();
    }
    expect(delivered.length).toBeGreaterThan(500);
    for (const [place, at] of delivered.entries()) {
      const tenth = delivered[place + 10];
      if (tenth !== undefined) expect(tenth - at).toBeGreaterThanOrEqual(HOUR);
    }
  });

  it('that is for ever never ends', () => {
    const book = bookOf({ count: 1, window: null });
    book.reserve('a');
    book.settle('a', true);
    book.pass(50 * 365 * 24 * HOUR);
    expect(book.reserve('b')).toEqual({
      kind: 'full',
      reason: expect.stringMatching(/1 of 1 calls ever$/),
    });
  });
});

describe('a book', () => {
  it('is closed an hour after the last message once nothing counts any more', () => {
    const book = bookOf({ window: 2 * HOUR });
    expect(book.closesAt()).toBe(START + MEMORY);
    book.reserve('a');
    expect(book.closesAt()).toBeNull();
    book.settle('a', true);
    expect(book.closesAt()).toBe(START + 2 * HOUR);
    book.pass(90 * MINUTE);
    book.settle('b', false);
    expect(book.closesAt()).toBe(START + 150 * MINUTE);
  });

  it('that counts for ever stays, unless nothing has counted yet', () => {
    const book = bookOf({ window: null });
    book.reserve('a');
    book.settle('a', false);
    expect(book.closesAt()).toBe(START + MEMORY);
    book.settle('b', true);
    expect(book.closesAt()).toBeNull();
  });

  it('stays under a megabyte, however much is told', { timeout: 60_000 }, () => {
    const book = bookOf({ count: null, window: 24 * HOUR });
    const key = (call: number): string => `wp_${String(call).padStart(26, '0')}`;
    for (let call = 0; call < 10_000; call++) {
      book.pass(30_000);
      book.settle(key(call), true, book.now(), euros('123456789012.12345678'));
    }
    for (let call = 10_000; call < 10_000 + MAX_OPEN; call++) {
      expect(book.reserve(key(call), euros('123456789012.12345678'))).toEqual(RESERVED);
    }
    expect(book.reserve(key(20_000))).toMatchObject({ kind: 'busy' });
    const state = book.continueAsNew();
    expect(state.open).toHaveLength(MAX_OPEN);
    expect(state.settled).toHaveLength(MAX_SETTLED);
    expect(state.sums.length).toBeLessThanOrEqual(1_441);
    expect(JSON.stringify(state).length).toBeLessThan(1_000_000);
    expect(book.reserve(key(20_000))).toMatchObject({ kind: 'busy' });
    book.settle(key(10_000), true);
    expect(book.reserve(key(20_000))).toEqual(RESERVED);
  });
});
