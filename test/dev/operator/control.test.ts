import { expect, test } from 'vitest';
import { useOperator } from '../../support/operator.js';
import { get, post } from './http.js';

const operator = useOperator();

test('requests are recorded as they arrived, newest last, without the control side', async () => {
  await get(`${operator.url}/bonus/active?user_id=7&x=1&x=2`);
  await post(`${operator.url}/bonus/cancel`, '{ "user_id": 7 }', { 'Idempotency-Key': 'k1' });

  const [first, second, ...rest] = await operator.requests();
  expect(rest).toEqual([]);
  expect(first).toMatchObject({
    method: 'GET',
    path: '/bonus/active',
    query: { user_id: '7', x: ['1', '2'] },
    body: null,
    rawBody: '',
  });
  expect(second).toMatchObject({
    method: 'POST',
    path: '/bonus/cancel',
    query: {},
    headers: { 'idempotency-key': 'k1', 'content-type': 'application/json' },
    body: { user_id: 7 },
    rawBody: '{ "user_id": 7 }',
  });
  expect(second!.time >= first!.time).toBe(true);
});

test('a body that is not JSON is recorded as text, and a path that nobody serves too', async () => {
  const answer = await post(`${operator.url}/no%20where`, 'a=1', {
    'content-type': 'application/x-www-form-urlencoded',
  });
  await post(`${operator.url}/bonus/cancel`, '{"user_id":');
  expect(answer).toMatchObject({ status: 404, body: { Success: false } });
  expect(await operator.requests()).toMatchObject([
    { path: '/no%20where', body: 'a=1' },
    { path: '/bonus/cancel', body: '{"user_id":' },
  ]);
});

test('a number that JavaScript cannot hold is recorded with all its digits', async () => {
  await post(`${operator.url}/bonus/cancel`, '{"user_id":12345678901234567890,"amount":20.5}');
  const [request] = await operator.requests();
  expect(request).toMatchObject({ body: { user_id: '12345678901234567890', amount: 20.5 } });
});

test('the last 1,000 requests are kept', async () => {
  for (let n = 0; n < 1005; n += 5) {
    await Promise.all([0, 1, 2, 3, 4].map((step) => get(`${operator.url}/games?n=${n + step}`)));
  }
  const kept = await operator.requests();
  expect(kept).toHaveLength(1000);
  expect(new Set(kept.map(({ query }) => Number(query['n']) >= 5))).toEqual(new Set([true]));
});

test('deleting the control side forgets everything', async () => {
  const funds = () => post(`${operator.url}/bonus/credit/funds`, { user_id: '7', amount: 1, currency: 'EUR' }, key);
  const key = { 'Idempotency-Key': 'k1' };
  await funds();
  await operator.settings({ honourIdempotencyKey: false });
  await operator.setPlayer('7', { activeBonus: null });
  await operator.fault({ path: '/*', times: 9, answer: { status: 500 } });

  await operator.reset();

  expect([await operator.requests(), await operator.ledger()]).toEqual([[], []]);
  expect((await get(`${operator.url}/bonus/active?user_id=7`)).body).toMatchObject({ Data: { bonus_id: 'B-7' } });
  await funds();
  await funds();
  expect(await operator.ledger()).toHaveLength(1);
});

test('settings and players are refused by the name of what is wrong', async () => {
  await expect(operator.settings({ honourIdempotencyKey: 'no' as never })).rejects.toThrow('honourIdempotencyKey');
  await expect(operator.setPlayer('7', { blocks: [{ type: 'Banned' as never, active: true }] })).rejects.toThrow(
    'blocks[0].type',
  );
});

test('a body over 1 MB is refused', async () => {
  expect((await post(`${operator.url}/bonus/cancel`, 'x'.repeat(1_100_000))).status).toBe(413);
});
