import { afterAll, beforeAll, expect, test } from 'vitest';
import { TemporalUnavailable } from '../../../client/errors.js';
import { KEYS, startApi, type TestApi } from '../support/start-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  api.journeys.add('lucky:refer-a-friend:p-1');
  api.journeys.add('lucky:refer-a-friend:p-2');
  api.journeys.add('royal:welcome:p-1');
});
afterAll(() => api.close());

const PATH = '/v1/catalogue/in-use';
const nothing = { rules: [], actions: [], lookups: [], destinations: [] };

test("what the open runs of the key's brand use is told, and nothing of another brand's", async () => {
  const { status, json } = await api.send('GET', PATH);
  expect(status).toBe(200);
  const journeys = [{ name: 'refer-a-friend', runs: 2 }];
  expect(json).toEqual({ hash: '0123456789ab', brand: 'lucky', journeys, ...nothing });
  const royal = await api.send('GET', PATH, { key: KEYS.royal });
  expect(royal.json).toMatchObject({ brand: 'royal', journeys: [{ name: 'welcome', runs: 1 }] });
});

test('a key of several brands names one', async () => {
  expect((await api.send('GET', PATH, { key: KEYS.both })).status).toBe(400);
  const headers = { 'waypost-brand': 'royal' };
  expect((await api.send('GET', PATH, { key: KEYS.both, headers })).json).toMatchObject({ brand: 'royal' });
});

test('it takes the scope catalogue:read, and no query', async () => {
  expect((await api.send('GET', PATH, { key: KEYS.reader })).status).toBe(403);
  expect((await api.send('GET', `${PATH}?brand=royal`)).status).toBe(400);
});

test('while Temporal does not answer, it is a 503: nothing is taken for unused', async () => {
  api.journeys.before = () => Promise.reject(new TemporalUnavailable('away'));
  expect((await api.send('GET', PATH)).status).toBe(503);
  api.journeys.before = async () => undefined;
});
