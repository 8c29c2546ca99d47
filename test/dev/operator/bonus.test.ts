import { expect, test } from 'vitest';
import { useOperator } from '../../support/operator.js';
import { get, post } from './http.js';

const operator = useOperator();

test('a player has an active bonus until it is cancelled, which the ledger shows', async () => {
  const bonus = { bonus_id: 'B-7', bonus_code: 'WELCOME50', amount: '50.00', currency: 'EUR' };
  const active = async () => (await get(`${operator.url}/bonus/active?user_id=7`)).body;
  expect(await active()).toEqual({ Success: true, Errors: [], Data: bonus });

  const answer = await post(`${operator.url}/bonus/cancel`, { user_id: '7', bonus_id: 'B-7', reason: 'withdrawal' });

  expect([answer.status, answer.body]).toEqual([200, { Success: true, Errors: [] }]);
  expect(await active()).toEqual({ Success: true, Errors: [], Data: null });
  const { time, ...entry } = (await operator.ledger())[0]!;
  expect(entry).toEqual({
    user: '7',
    kind: 'bonus-cancelled',
    amount: '50.00',
    currency: 'EUR',
    bonusCode: 'WELCOME50',
    key: null,
  });
  expect(new Date(time).toISOString()).toBe(time);
});

test('cancelling is refused when there is no active bonus, or another one', async () => {
  const cancel = (body: object) => post(`${operator.url}/bonus/cancel`, body);
  expect(await cancel({ user_id: '7', bonus_id: 'B-8' })).toMatchObject({
    status: 422,
    body: { Success: false, Errors: [expect.stringContaining('B-7')] },
  });
  await operator.setPlayer('7', { activeBonus: null });
  expect(await cancel({ user_id: '7' })).toMatchObject({
    status: 422,
    body: { Success: false, Errors: ['player 7 has no active bonus'] },
  });
  expect(await operator.ledger()).toEqual([]);
});

test('a user id as number or as string is the same player', async () => {
  await post(`${operator.url}/bonus/cancel`, { user_id: 7 });
  expect((await get(`${operator.url}/bonus/active?user_id=7`)).body).toMatchObject({ Data: null });
});

test('ids and amounts keep the digits that were sent', async () => {
  await post(`${operator.url}/bonus/credit/funds`, '{"user_id":12345678901234567890,"amount":20.10,"currency":"EUR"}');
  expect(await operator.ledger()).toMatchObject([{ user: '12345678901234567890', amount: '20.10' }]);
});

test('a bonus code is credited', async () => {
  await post(`${operator.url}/bonus/credit`, { user_id: '7', bonus_code: 'W50', validity_amount: 3 });
  expect(await operator.ledger()).toMatchObject([
    { user: '7', kind: 'bonus-credited', amount: null, currency: null, bonusCode: 'W50' },
  ]);
});

test.each([
  ['/bonus/credit', { bonus_code: 'W50' }, 'user_id: '],
  ['/bonus/credit', { user_id: '', bonus_code: 'W50' }, 'user_id: '],
  ['/bonus/credit', { user_id: 1.5, bonus_code: 'W50' }, 'user_id: must be'],
  ['/bonus/credit', { user_id: '7' }, 'bonus_code: '],
  ['/bonus/credit/funds', { user_id: '7', currency: 'EUR' }, 'amount: '],
  ['/bonus/credit/funds', { user_id: '7', amount: -1, currency: 'EUR' }, 'amount: '],
  ['/bonus/credit/funds', { user_id: '7', amount: '0.00', currency: 'EUR' }, 'amount: '],
  ['/bonus/credit/funds', { user_id: '7', amount: 1e30, currency: 'EUR' }, 'amount: '],
  ['/bonus/credit/funds', { user_id: '7', amount: 1, currency: 'euro' }, 'currency: '],
  ['/bonus/cancel', { user_id: '7', bonus_id: 8 }, 'bonus_id: '],
  ['/bonus/cancel', '{"user_id":', 'body: must be a JSON object'],
  ['/bonus/cancel', '', 'body: must be a JSON object'],
  ['/bonus/cancel', '["7"]', 'body: must be a JSON object'],
  ['/bonus/cancel', '{"__proto__":{"user_id":"7"}}', 'user_id: '],
])('%s refuses %j and names what is wrong', async (path, body, error) => {
  const answer = await post(`${operator.url}${path}`, body);
  expect(answer).toMatchObject({ status: 400, body: { Success: false, Errors: [expect.stringContaining(error)] } });
  expect(await operator.ledger()).toEqual([]);
});

test('the active bonus is asked for one player', async () => {
  expect(await get(`${operator.url}/bonus/active`)).toMatchObject({
    status: 400,
    body: { Errors: [expect.stringContaining('user_id: ')] },
  });
});
