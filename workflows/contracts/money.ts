import Big from 'big.js';

/** Amounts that can be added without end: no sign, no exponent. */
const AMOUNT = /^\d{1,31}(\.\d{1,30})?$/;

/** Returns true if an amount can be added up. */
export function isAmount(amount: string): boolean {
  return AMOUNT.test(amount);
}

const DECIMAL = /^-?(?:0|[1-9]\d{0,999})(?:\.\d{1,999})?(?:[eE][+-]?\d{1,5})?$/;

/** An amount of money: a decimal in digits, and an ISO 4217 code: `{ amount: "20.00", currency: "EUR" }`. */
export interface Money {
  readonly amount: string;
  readonly currency: string;
}

/** A threshold for each currency it is defined in, in decimal digits: `{ EUR: "20.00", SEK: "200" }`. */
export type MoneyTable = Readonly<Record<string, string>>;

/**
 * Orders two amounts of one currency: negative, zero or positive as `a` is less than, equal to or more than `b`.
 * @throws RangeError when the currencies differ, since no rate is known.
 */
export function compareMoney(a: Money, b: Money): number {
  if (a.currency !== b.currency) {
    throw new RangeError(`cannot compare ${a.currency} with ${b.currency}: convert one of them first`);
  }
  return compareDecimals(a.amount, b.amount);
}

/** True for a decimal number, as JSON writes one: `20`, `-0.50`, `1e3`. */
export function isDecimal(text: string): boolean {
  return DECIMAL.test(text);
}

/** Orders two decimals by their digits, however long: negative, zero or positive as `a` is less than, equal to or more than `b`. */
export function compareDecimals(a: string, b: string): number {
  return new Big(a).cmp(b);
}

/** The sum of two decimals, digit by digit, without an exponent: `0.10` and `0.2` give `0.3`. */
export function addDecimals(a: string, b: string): string {
  return new Big(a).plus(b).toFixed();
}

/** True if `amount` reaches the threshold of its own currency; false where the table lacks that currency. */
export function atLeast(amount: Money, table: MoneyTable): boolean {
  const threshold = Object.hasOwn(table, amount.currency) ? table[amount.currency] : undefined;
  return threshold !== undefined && compareMoney(amount, { amount: threshold, currency: amount.currency }) >= 0;
}

/** Money by currency in decimal digits, and the number of amounts that could not be added. */
export interface MoneySum {
  readonly money: Readonly<Record<string, string>>;
  readonly unknownAmounts: number;
}

/** The sum of nothing. */
export const NO_MONEY: MoneySum = { money: {}, unknownAmounts: 0 };

/** Adds a value to a sum. `null`, and an amount that can't be added up, count as unknown. */
export function plusMoney({ money, unknownAmounts }: MoneySum, value: Money | null): MoneySum {
  if (value === null || !isAmount(value.amount)) return { money, unknownAmounts: unknownAmounts + 1 };
  const { amount, currency } = value;
  return { money: { ...money, [currency]: addDecimals(money[currency] ?? '0', amount) }, unknownAmounts };
}
