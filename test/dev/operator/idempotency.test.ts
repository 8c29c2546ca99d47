import { expect, test } from 'vitest';
import { useOperator } from '../../support/operator.js';
import { get, post } from './http.js';

const operator = useOperator();

const funds = { user_id: '7', amount: '20.00', currency: 'EUR' };
const credit = (key?: string) =>
  post(`${operator.url}/bonus/credit/funds`, funds, key === undefined ? {} : { 'Idempotency-Key': key });

test('a repeated key gets the first answer and has no second effect', async () => {
  const first = await credit('k1');
  const second = await credit('k1');

  expect([second.status, second.body]).toEqual([first.status, first.body]);
  expect(await operator.ledger()).toMatchObject([{ kind: 'funds-credited', key: 'k1' }]);
});

test('fifty at once with one key have one effect', async () => {
  const answers = await Promise.all(Array.from({ length: 50 }, () => credit('k1')));

  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(await operator.ledger()).toHaveLength(1);
});

test('another key, or none, is another effect', async () => {
  for (const key of ['k1', 'k2', undefined, undefined]) await credit(key);
  expect((await operator.ledger()).map(({ key }) => key)).toEqual(['k1', 'k2', null, null]);
});

test('a refusal is repeated for its key too, also when the player could be served by now', async () => {
  const cancel = () => post(`${operator.url}/bonus/cancel`, { user_id: '7' }, { 'Idempotency-Key': 'k1' });
  await operator.setPlayer('7', { activeBonus: null });
  expect((await cancel()).status).toBe(422);

  await operator.setPlayer('7', {
    activeBonus: { bonus_id: 'B-1', bonus_code: 'R25', amount: '25.00', currency: 'EUR' },
  });
  expect((await cancel()).status).toBe(422);
  expect(await operator.ledger()).toEqual([]);
});

test('a body that was not understood uses up no key', async () => {
  const key = { 'Idempotency-Key': 'k1' };
  expect((await post(`${operator.url}/bonus/credit/funds`, {}, key)).status).toBe(400);
  expect((await credit('k1')).status).toBe(200);
});

test('an operator told not to honour keys does the work again', async () => {
  await operator.settings({ honourIdempotencyKey: false });
  await credit('k1');
  await credit('k1');
  expect((await operator.ledger()).map(({ key }) => key)).toEqual(['k1', 'k1']);
});

test('the status of a key is done once its effect is booked, and not done before', async () => {
  expect(await get(`${operator.url}/grants/k1`)).toMatchObject({ status: 200, body: { status: 'not done' } });
  await credit('k1');
  expect((await get(`${operator.url}/grants/k1`)).body).toMatchObject({
    status: 'done',
    user_id: '7',
    kind: 'funds-credited',
    amount: '20.00',
    currency: 'EUR',
  });
});
