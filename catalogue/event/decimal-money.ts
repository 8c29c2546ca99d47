import Big from 'big.js';
import type { JsonObject, JsonValue } from '../../workflows/contracts/json.js';
import { changeAt } from './change-at.js';
import type { EventDefinition, MoneyPlace } from './definition.js';

/** The currencies of ISO 4217 whose smallest unit is not the hundredth, by the digits behind the decimal point. */
const MINOR_DIGITS: Readonly<Record<string, number>> = {
  ...digits(0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'),
  ...digits(3, 'BHD IQD JOD KWD LYD OMR TND'),
  ...digits(4, 'CLF UYW'),
};

const DECIMAL = /^-?(0|[1-9]\d{0,30})(\.\d{1,30})?$/;
const NUMBER = /^-?\d{1,31}(\.\d{1,30})?([eE][+-]?\d{1,2})?$/;

/** A fault of an amount; `field` is its place from the event's root (`data.amount`). */
export interface MoneyFault {
  readonly field: string;
  readonly message: string;
}

/** An event's data with its money as Waypost has it, or what is wrong with an amount. */
export type DecimalMoney =
  { readonly kind: 'data'; readonly data: JsonObject } | { readonly kind: 'fault'; readonly fault: MoneyFault };

/**
 * Writes the money of an event's data as `{ amount: "20.00", currency: "EUR" }`, at the places that its type declares.
 * Accepts amounts as numbers, as whole numbers of the currency's smallest unit, and beside a `currency` (`{ amount: 20,
 * currency: "EUR" }` with money at `amount`). Loses no digit. Leaves other values unchanged for the event's schema to
 * refuse.
 */
export function decimalMoney(definition: EventDefinition, data: JsonObject): DecimalMoney {
  try {
    // A path may stand there twice, as a schema has alternatives.
    const places = new Map(definition.money.map(({ path, units }) => [path, units]));
    const made = [...places].reduce<JsonValue>((value, [path, units]) => {
      return changeAt(value, path.split('.'), (money, beside, field) => toMoney(money, beside, units, field), 'data');
    }, data);
    return { kind: 'data', data: made as JsonObject };
  } catch (error) {
    if (error instanceof WrongAmount) return { kind: 'fault', fault: { field: error.field, message: error.message } };
    throw error;
  }
}

class WrongAmount extends Error {
  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}

function toMoney(value: JsonValue, sibling: JsonValue, units: MoneyPlace['units'], field: string): JsonValue {
  if (typeof value === 'number' || typeof value === 'string') {
    if (typeof sibling !== 'string') return value;
    return { amount: decimal(value, sibling, units, field), currency: sibling };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const { amount, currency } = value;
  if ((typeof amount !== 'number' && typeof amount !== 'string') || typeof currency !== 'string') return value;
  return { ...value, amount: decimal(amount, currency, units, `${field}.amount`) };
}

function decimal(amount: string | number, currency: string, units: MoneyPlace['units'], field: string): string {
  const text = String(amount);
  if (units === 'decimal' && DECIMAL.test(text)) return text;
  if (!NUMBER.test(text)) throw new WrongAmount(field, 'must be a decimal number, such as 20.00');
  const number = new Big(text);
  if (units === 'decimal') return number.toFixed();
  if (!number.eq(number.round(0, Big.roundDown))) {
    throw new WrongAmount(field, `must be a whole number of the smallest unit of ${currency}`);
  }
  const places = Object.hasOwn(MINOR_DIGITS, currency) ? (MINOR_DIGITS[currency] ?? 2) : 2;
  return new Big(`${number.toFixed()}e-${places}`).toFixed(places);
}

function digits(count: number, currencies: string): Record<string, number> {
  return Object.fromEntries(currencies.split(' ').map((currency) => [currency, count]));
}
