import { afterEach, beforeEach, expect, test } from 'vitest';
import { startApi, type TestApi } from '../support/start-api.js';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

const FIRE = '/v1/rules/loyalty-sync/fire';
const body = { id: 'f-1', playerId: 'p-1', data: { points: 5 }, campaign: { id: 'c-1' } };

test('a rule is fired by hand with 201, and a repeat is answered with 200 and the first ids', async () => {
  const answer = { rule: 'loyalty-sync', id: 'lucky:~rule:loyalty-sync:f-1', run: 'r1' };
  expect(await api.send('POST', FIRE, { body })).toMatchObject({ status: 201, json: { fired: true, ...answer } });
  expect(await api.send('POST', FIRE, { body })).toMatchObject({ status: 200, json: { fired: false, ...answer } });
  expect(api.journeys.fires[0]).toEqual({ brand: 'lucky', rule: 'loyalty-sync', trigger: 'event', ...body });
});

test.each([
  ['id', undefined],
  ['playerId', 'ann@example.com'],
  ['data', []],
  ['state', 'vip'],
  ['trigger', 'gift'],
  ['campaign', 'c-1'],
  ['brand', 'lucky'],
])('a fire by hand is refused with 422 for its %s: %j', async (field, value) => {
  const { status, json } = await api.send('POST', FIRE, { body: { ...body, [field]: value } });
  expect(status).toBe(422);
  expect(json.errors).toContainEqual({ field, message: expect.any(String) });
  expect(api.journeys.fires).toEqual([]);
});

test('a rule that there is not is refused by name', async () => {
  const { status, json } = await api.send('POST', '/v1/rules/loyalty-sink/fire', { body });
  expect(status).toBe(422);
  expect(json.errors).toEqual([{ field: 'rule', message: 'there is no rule "loyalty-sink"' }]);
});

test('the runs of a rule are listed and explained as those of a journey', async () => {
  const id = 'lucky:~rule:loyalty-sync:f-1';
  api.journeys.add(id);
  expect(await api.send('GET', `/v1/journeys/${encodeURIComponent(id)}`)).toMatchObject({ status: 200, json: { id } });
  expect(await api.send('GET', '/v1/journeys?rule=loyalty-sync')).toMatchObject({ status: 200 });
  expect(api.journeys.filters).toEqual([{ brand: 'lucky', limit: 50, journey: '~rule:loyalty-sync' }]);
  const both = await api.send('GET', '/v1/journeys?rule=loyalty-sync&journey=refer-a-friend');
  expect(both.json.errors).toEqual([{ field: 'rule', message: 'is there beside journey: remove one of them' }]);
});

test('the run of a call that lives on its own is explained as that of a journey', async () => {
  const id = 'lucky:~call:wp_raetedf7lkaycilmlxjvzo2ocs';
  api.journeys.add(id);
  expect(await api.send('GET', `/v1/journeys/${encodeURIComponent(id)}`)).toMatchObject({ status: 200, json: { id } });
});

test.each(['royal:~rule:loyalty-sync:f-1', 'royal:~call:wp_raetedf7lkaycilmlxjvzo2ocs'])(
  'the run %s of another brand is unknown',
  async (id) => {
    api.journeys.add(id);
    expect(await api.send('GET', `/v1/journeys/${encodeURIComponent(id)}`)).toMatchObject({ status: 404 });
  },
);
