import { describe, expect, it } from 'vitest';
import { MEMORY } from '../../../workflows/limits/limit-book.js';
import { bookOf, euros } from '../../support/limit-book-of.js';
import { HOUR } from '../../support/limited-call.js';

const FULL = { kind: 'full' };
const RESERVED = { kind: 'reserved' };

describe('messages that come twice, late or out of order', () => {
  it('count once: a repeated reservation, before and after its settlement, also in the next run', () => {
    const book = bookOf({ count: 2 });
    book.reserve('a');
    book.pass(1);
    expect(book.reserve('a')).toEqual(RESERVED);
    book.continueAsNew();
    expect(book.reserve('a')).toEqual(RESERVED);
    book.settle('a', true);
    book.continueAsNew();
    expect(book.reserve('a')).toEqual(RESERVED);
    book.settle('a', true);
    expect(book.describe()).toMatch(/^calls: 1, 10 EUR; without an outcome yet: 0/);
  });

  it('a settlement stays: what counts is not given back', () => {
    const book = bookOf({ count: 1 });
    book.reserve('a');
    book.settle('a', true);
    book.pass(1);
    book.settle('a', false);
    expect(book.reserve('b')).toMatchObject(FULL);
  });

  it('what has moved counts, although it was never reserved or was given back', () => {
    const book = bookOf({ count: 2 });
    book.settle('unknown', true);
    book.reserve('a');
    book.settle('a', false);
    book.settle('a', true);
    expect(book.reserve('b')).toMatchObject(FULL);
  });

  it('a reservation that arrives after it was given back takes no place; one that was asked for later does', () => {
    const book = bookOf({ count: 1 });
    const asked = book.now();
    book.pass(10);
    book.settle('a', false);
    expect(book.reserve('a', euros('10.00'), asked)).toMatchObject({ kind: 'outdated' });
    book.continueAsNew();
    expect(book.reserve('a', euros('10.00'), asked)).toMatchObject({ kind: 'outdated' });
    expect(book.closesAt()).not.toBeNull();
    book.pass(10);
    expect(book.reserve('a')).toEqual(RESERVED);
    expect(book.reserve('b')).toMatchObject(FULL);
  });

  it('an attempt that was given up gives nothing back that a later one has asked for', () => {
    const book = bookOf({ count: 1 });
    const first = book.now();
    book.reserve('a');
    book.pass(10);
    book.reserve('a');
    book.settle('a', false, first);
    expect(book.reserve('b')).toMatchObject(FULL);
  });

  it('a reservation older than the memory of what was given back is not taken', () => {
    const book = bookOf();
    expect(book.reserve('a', null, book.now() - MEMORY - 1)).toMatchObject({ kind: 'outdated' });
  });
});

describe('when the catalogue changes', () => {
  it('the limit that comes with a call holds for it', () => {
    const book = bookOf({ count: 1, window: 24 * HOUR });
    book.reserve('a');
    book.settle('a', true);
    expect(book.reserve('b')).toMatchObject(FULL);
    book.change({ count: 2 });
    expect(book.reserve('b')).toEqual(RESERVED);
    book.change({ count: 1 });
    expect(book.reserve('c')).toMatchObject(FULL);
    book.settle('b', true);
    book.pass(2 * HOUR);
    book.change({ window: HOUR });
    expect(book.reserve('c')).toEqual(RESERVED);
  });

  it('money that was let go under a number of calls counts for a new limit of money', () => {
    const book = bookOf({ count: 100 });
    book.reserve('a', euros('80'));
    book.settle('a', true);
    book.change({ money: euros('100') });
    expect(book.reserve('b', euros('20.01'))).toMatchObject(FULL);
  });

  it('from for ever to a window: all that counted does so for one window more', () => {
    const book = bookOf({ count: 2, window: null });
    book.reserve('a');
    book.settle('a', true);
    book.pass(HOUR);
    book.reserve('b');
    book.settle('b', true);
    book.change({ window: HOUR, count: 3 });
    expect(book.reserve('c')).toEqual(RESERVED);
    book.settle('c', false);
    book.pass(HOUR);
    expect(book.reserve('d')).toEqual(RESERVED);
    expect(book.describe()).toMatch(/^calls: 1,/);
  });
});
