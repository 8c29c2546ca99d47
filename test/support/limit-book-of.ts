import { emptyLimit, type LimitClaim, type LimitState } from '../../workflows/contracts/keepers/limit.js';
import type { Money } from '../../workflows/contracts/money.js';
import { LimitBook } from '../../workflows/limits/limit-book.js';
import { claimOf } from './limited-call.js';

export const START = Date.parse('2026-03-01T23:59:00Z');

export const euros = (amount: string): Money => ({ amount, currency: 'EUR' });

/** A book with a clock of its own; what is asked is asked now, unless something else is said. */
export function bookOf(change: Partial<LimitClaim> = {}) {
  let claim = claimOf('player', change);
  let book = new LimitBook(emptyLimit(claim), START);
  let now = START;
  return {
    pass: (time: number) => (now += time),
    now: () => now,
    change: (other: Partial<LimitClaim>) => (claim = { ...claim, ...other }),
    continueAsNew: (): LimitState => {
      const state = JSON.parse(JSON.stringify(book.state)) as LimitState;
      book = new LimitBook(state, now);
      return state;
    },
    reserve: (callKey: string, value: Money | null = euros('10.00'), asked = now) =>
      book.reserve({ claim, callKey, value, asked }, now),
    settle: (callKey: string, counts: boolean, asked = now, value: Money | null = euros('10.00')) =>
      book.settle({ callKey, value, counts, asked }, now),
    closesAt: () => book.closesAt(),
    describe: () => book.describe(now),
  };
}
