import { expect, it } from 'vitest';
import { checkEventData } from '../../../catalogue/event/check.js';
import { findBrand } from '../../../catalogue/find.js';
import { loadCatalogue } from '../../../catalogue/load/load.js';
import { SAMPLES } from '../../support/sample-brands.js';
import { ENTRIES } from '../entries.js';

const lucky = findBrand(loadCatalogue(SAMPLES, ENTRIES, {}), 'lucky');
const amount = { amount: '20.00', currency: 'EUR' };

it('data of the declared shape has no fault, and further keys are allowed', () => {
  expect(checkEventData(lucky, 'deposit.made', { amount, channel: 'card', depth: { more: [1] } })).toBeNull();
});

it('a type that is not declared has nothing to be checked against', () => {
  expect(checkEventData(lucky, 'chess.won', 5)).toBeNull();
});

it.each([
  [{}, 'data.amount', 'is required'],
  [{ amount: 20 }, 'data.amount', 'must be object'],
  [{ amount: { amount: '20.00' } }, 'data.amount.currency', 'is required'],
  [{ amount: { ...amount, currency: 'eur' } }, 'data.amount.currency', 'must match pattern'],
  [{ amount: { ...amount, amount: 20 } }, 'data.amount.amount', 'must be string'],
  [{ amount: { ...amount, amount: '-1' } }, 'data.amount.amount', 'must match pattern'],
  [{ amount: { ...amount, amount: '1e9' } }, 'data.amount.amount', 'must match pattern'],
  [{ amount, depositId: '' }, 'data.depositId', 'must NOT have fewer than 1 characters'],
  [[], 'data', 'must be object'],
  ['text', 'data', 'must be object'],
])('%j is told where it is wrong', (data, field, reason) => {
  expect(checkEventData(lucky, 'deposit.made', data)).toEqual({
    field,
    reason: expect.stringContaining(reason) as string,
  });
});
