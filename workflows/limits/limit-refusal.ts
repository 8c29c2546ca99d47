import type { LimitClaim, LimitRefusal, LimitReservation, Tally } from '../contracts/keepers/limit.js';
import { addDecimals, compareDecimals, type Money } from '../contracts/money.js';
import { isCountable } from './usage.js';

/** Returns why a limit has no place for one more call, or `null`. `open`: the calls under it without an outcome yet. */
export function limitFault({ claim, value }: LimitReservation, used: Tally, open: number): LimitRefusal | null {
  const misuse = claim.money === null ? null : misuseOf(claim.money, value);
  if (misuse !== null) return { kind: 'misused', reason: `the limit "${claim.name}" ${misuse}` };
  const waiting = open === 0 ? '' : `, including ${open} without an outcome yet`;
  const full = countFault(claim, used, waiting) ?? moneyFault(claim, value, used, waiting);
  return full === null ? null : { kind: 'full', reason: `the limit "${claim.name}" is full: ${full}` };
}

function misuseOf({ currency }: Money, value: Money | null): string | null {
  if (value === null) return `counts ${currency}, and the call has no amount: give its action a value`;
  if (value.currency !== currency) {
    return `counts ${currency}, and the call is in ${value.currency}: give it a limit in its own currency`;
  }
  return isCountable(value)
    ? null
    : `can't count ${value.amount} ${currency}: the amount must be a decimal that is not negative`;
}

function countFault({ count, window }: LimitClaim, used: Tally, waiting: string): string | null {
  if (count === null || used.count < count) return null;
  return `${used.count} of ${count} calls ${inWords(window)}${waiting}`;
}

function moneyFault({ money, window }: LimitClaim, value: Money | null, used: Tally, waiting: string): string | null {
  if (money === null || value === null) return null;
  const spent = used.amounts[money.currency] ?? '0';
  if (compareDecimals(addDecimals(spent, value.amount), money.amount) <= 0) return null;
  const { amount, currency } = money;
  return `${spent} of ${amount} ${currency} ${inWords(window)} in ${used.count} ${used.count === 1 ? 'call' : 'calls'}${waiting}; this one is ${value.amount}`;
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

function inWords(window: number | null): string {
  if (window === null) return 'ever';
  const [unit, length] = UNITS.find(([, size]) => window % size === 0) ?? ['millisecond', 1];
  const number = window / length;
  return `within ${number} ${unit}${number === 1 ? '' : 's'}`;
}
