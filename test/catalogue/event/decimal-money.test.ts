import { expect, test } from 'vitest';
import { decimalMoney } from '../../../catalogue/event/decimal-money.js';
import type { EventDefinition } from '../../../catalogue/event/definition.js';
import type { JsonObject } from '../../../workflows/contracts/json.js';

function made(data: JsonObject, units: 'decimal' | 'minor' = 'decimal', path = 'amount') {
  const definition: EventDefinition = { type: 't', title: 't', data: true, money: [{ path, units }], players: [] };
  const result = decimalMoney(definition, data);
  return result.kind === 'data' ? result.data : result.fault;
}

const eur = (amount: string | number) => ({ amount: { amount, currency: 'EUR' } });

test.each([
  [20, '20'],
  [20.5, '20.5'],
  [0.1, '0.1'],
  [1e-7, '0.0000001'],
  ['20.00', '20.00'],
  ['12345678901234567890.10', '12345678901234567890.10'],
  ['1e3', '1000'],
  ['007.50', '7.5'],
  [-3.2, '-3.2'],
])('the decimal amount %j is %j', (given, amount) => {
  expect(made(eur(given))).toEqual(eur(amount));
});

test.each([
  [1250, 'EUR', '12.50'],
  ['1250', 'EUR', '12.50'],
  [5, 'EUR', '0.05'],
  [1250, 'JPY', '1250'],
  [1250, 'RSD', '12.50'],
  [1250, 'KWD', '1.250'],
  ['90071992547409931', 'EUR', '900719925474099.31'],
])('%j of the smallest unit of %s is %s', (amount, currency, decimal) => {
  expect(made({ amount: { amount, currency } }, 'minor')).toEqual({ amount: { amount: decimal, currency } });
});

test('an amount beside its currency becomes money, and the currency stays', () => {
  expect(made({ amount: 12.5, currency: 'EUR' })).toEqual({ ...eur('12.5'), currency: 'EUR' });
  expect(made({ amount: '1250', currency: 'EUR' }, 'minor')).toEqual({ ...eur('12.50'), currency: 'EUR' });
});

test('money is found in lists and objects, wherever its type says', () => {
  const data = { items: [{ price: { amount: 1, currency: 'EUR' } }, { price: null }, 7] };
  expect(made(data, 'decimal', 'items.*.price')).toEqual({
    items: [{ price: { amount: '1', currency: 'EUR' } }, { price: null }, 7],
  });
  expect(made({ byShop: { a: { amount: 2, currency: 'EUR' } } }, 'decimal', 'byShop.*')).toEqual({
    byShop: { a: { amount: '2', currency: 'EUR' } },
  });
});

test.each([
  ['twenty', 'decimal' as const],
  ['12,50', 'decimal' as const],
  ['', 'decimal' as const],
  ['1e999999', 'decimal' as const],
  ['9'.repeat(1_000), 'decimal' as const],
  [12.5, 'minor' as const],
  ['12.50', 'minor' as const],
])('the amount %s in %s units is refused by its place', (amount, units) => {
  expect(made(eur(amount), units)).toEqual({ field: 'data.amount.amount', message: expect.stringMatching(/^must be/) });
});

test('what is no money is left for the schema to refuse', () => {
  for (const data of [{}, { amount: null }, { amount: 5 }, { amount: [1] }, { amount: { amount: 1 } }]) {
    expect(made(data)).toEqual(data);
  }
});

test('a path that a schema names twice is made decimal once', () => {
  const place = { path: 'amount', units: 'minor' as const };
  const definition: EventDefinition = { type: 't', title: 't', data: true, money: [place, place], players: [] };
  expect(decimalMoney(definition, eur(1250))).toEqual({ kind: 'data', data: eur('12.50') });
});
