import type { Tally } from '../contracts/keepers/limit.js';
import { addDecimals, compareDecimals, isAmount, type Money } from '../contracts/money.js';

/** Amounts that can be added up without end: no sign, no exponent. */
const CURRENCY = /^[A-Z]{3}$/;

/** No call, no money. */
export const NOTHING: Tally = { count: 0, amounts: {} };

/** True for money that can be added up: a decimal that is not negative, without an exponent, in a currency of three letters. */
export function isCountable({ amount, currency }: Money): boolean {
  return isAmount(amount) && CURRENCY.test(currency);
}

/** One call; of an amount that can't be added up, or is not known, only the call is counted. */
export function usageOf(value: Money | null): Tally {
  if (value === null || !isCountable(value)) return { count: 1, amounts: {} };
  return { count: 1, amounts: { [value.currency]: value.amount } };
}

/** Both together. */
export function plus(a: Tally, b: Tally): Tally {
  return combined(a, b, 1);
}

/** Subtracts `b` from `a`, which contains it. */
export function minus(a: Tally, b: Tally): Tally {
  return combined(a, b, -1);
}

function combined(a: Tally, b: Tally, sign: 1 | -1): Tally {
  const amounts = { ...a.amounts };
  for (const [currency, amount] of Object.entries(b.amounts)) {
    amounts[currency] = addDecimals(amounts[currency] ?? '0', sign === 1 ? amount : `-${amount}`);
  }
  const left = Object.entries(amounts).filter(([, amount]) => compareDecimals(amount, '0') !== 0);
  return { count: a.count + sign * b.count, amounts: Object.fromEntries(left) };
}
