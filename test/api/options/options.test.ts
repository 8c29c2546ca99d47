import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Catalogue } from '../../../catalogue/catalogue.js';
import { catalogueFolder, loadCatalogue } from '../../../catalogue/load/load.js';
import type { OptionList } from '../../../catalogue/lookup/definition.js';
import { entries } from '../../../client/entries.js';
import { startTestOperator, type TestOperator } from '../../support/operator.js';
import { KEYS, startApi, type TestApi } from '../support/start-api.js';

const ENVIRONMENT = { LUCKY_OPERATOR_KEY: 'lucky-secret-key', ROYAL_OPERATOR_KEY: 'royal-secret-key' };
let operator: TestOperator;
let api: TestApi;
beforeAll(async () => {
  operator = await startTestOperator();
});
afterAll(() => operator.close());
beforeEach(async () => {
  await operator.reset();
  api = await startApi({ catalogue: withGames(), environment: ENVIRONMENT });
});
afterEach(() => api.close());

/** The sample catalogue, and in it a list of games that takes a provider and is asked for anew each time. */
function withGames(): Catalogue {
  const catalogue = loadCatalogue(catalogueFolder({}), entries, { ...ENVIRONMENT, OPERATOR_URL: operator.url });
  const games: OptionList = {
    name: 'games-now',
    title: 'Games',
    destination: 'operator',
    path: '/games',
    query: { provider: '{{params.provider | omit}}' },
    headers: {},
    params: { provider: { type: 'string', required: false } },
    items: 'Data',
    text: 'text',
    value: 'value',
    cache: 0,
  };
  const brands = [...catalogue.brands].map(([name, brand]) => {
    return [name, { ...brand, optionLists: new Map([...brand.optionLists, ['games-now', games]]) }] as const;
  });
  return { ...catalogue, brands: new Map(brands) };
}

test('a dropdown is answered in the envelope of Fast Track, for the brand of the key', async () => {
  const { status, json } = await api.send('GET', '/v1/options/bonuses');
  expect(status).toBe(200);
  expect(json).toEqual({
    Data: [
      { text: 'Welcome 50', value: 'W50' },
      { text: 'Reload 25', value: 'R25' },
      { text: 'Refer a friend 20', value: 'RAF20' },
    ],
    Success: true,
    Errors: [],
  });
  const royal = await api.send('GET', '/v1/options/bonuses', { key: KEYS.royal });
  expect(royal.json.Data).toContainEqual({ text: 'Crown Cashback 10', value: 'CC10' });
});

test('q finds in text and value, whatever the case, and limit bounds', async () => {
  const found = async (query: string) => (await api.send('GET', `/v1/options/bonuses?${query}`)).json.Data;
  expect(await found('q=WELCOME')).toEqual([{ text: 'Welcome 50', value: 'W50' }]);
  expect(await found('q=raf')).toEqual([{ text: 'Refer a friend 20', value: 'RAF20' }]);
  expect(await found('q=nothing')).toEqual([]);
  expect(await found('limit=1')).toHaveLength(1);
});

test('only declared params are passed on', async () => {
  expect((await api.send('GET', '/v1/options/games-now?provider=Northlight')).status).toBe(200);
  expect((await operator.requests()).at(-1)?.query).toEqual({ provider: 'Northlight' });
});

test.each([
  ['games-now?providr=x', 'providr'],
  ['games-now?provider=a&provider=b', 'provider'],
  ['games-now?limit=0', 'limit'],
  ['games-now?limit=1001', 'limit'],
  ['games-now?limit=ten', 'limit'],
])('%s is refused by the name of the parameter', async (list, field) => {
  const { status, json } = await api.send('GET', `/v1/options/${list}`);
  expect(status).toBe(400);
  expect(json.errors).toEqual([{ field, message: expect.any(String) }]);
  expect(await operator.requests()).toEqual([]);
});

test('an unknown list is answered with 404 and the name that may be meant', async () => {
  const { status, json } = await api.send('GET', '/v1/options/bonusses');
  expect([status, json.detail]).toEqual([404, expect.stringContaining('did you mean "bonuses"?')]);
});

test('a list is read once while its copy is fresh', async () => {
  for (let n = 0; n < 3; n += 1) await api.send('GET', '/v1/options/bonuses');
  expect(await operator.requests()).toHaveLength(1);
});

test('while the operator fails the last copy is served, and says so', async () => {
  await api.send('GET', '/v1/options/games-now');
  await operator.fault({ path: '/games', times: 100, answer: { status: 500 } });
  await expect
    .poll(async () => (await api.send('GET', '/v1/options/games-now')).headers.get('waypost-stale'))
    .toBe('true');
  const { status, json, headers } = await api.send('GET', '/v1/options/games-now');
  expect([status, json.Success, headers.get('age')]).toEqual([200, true, expect.stringMatching(/^\d+$/)]);
  expect(json.Data).toHaveLength(3);
  await expect.poll(() => api.log.find(({ msg }) => msg === 'stale')).toMatchObject({ list: 'lucky:games-now' });
});

test.each([
  ['an error', { status: 500 }, 'status 500'],
  ['Success: false', { body: { Data: [], Success: false, Errors: ['no such brand'] } }, 'no such brand'],
  ['an item without a value', { body: { Data: [{ text: 'a' }], Success: true } }, 'item 0 has no value'],
  ['no answer', { cut: 'before-headers' as const }, 'no answer'],
])('the operator answering with %s and no copy at hand is a 502 in the envelope', async (_, answer, reason) => {
  await operator.fault({ path: '/bonus/list', times: 1, answer });
  const { status, json, text } = await api.send('GET', '/v1/options/bonuses');
  expect(status).toBe(502);
  expect(json).toEqual({ Data: [], Success: false, Errors: [expect.stringContaining(reason)] });
  expect(text).not.toContain('secret');
  expect((await api.send('GET', '/v1/options/bonuses')).status).toBe(200);
});

test.each([
  ['bonuses', { text: 'Welcome 50', value: 'W50' }],
  ['games', { text: 'Roulette "Live"', value: 'roulette-live' }],
  ['languages', { text: 'Svenska', value: 'sv' }],
  ['tags', { text: 'At risk', value: 'at-risk' }],
])('the sample list %s is live from the operator', async (list, option) => {
  const { status, json } = await api.send('GET', `/v1/options/${list}`);
  expect({ status, json }).toMatchObject({ status: 200, json: { Success: true } });
  expect(json.Data).toContainEqual(option);
});

test('the sample list of games is that of a provider', async () => {
  const { json } = await api.send('GET', '/v1/options/games?provider=Saltmarsh');
  expect(json.Data).toEqual([{ text: 'Roulette "Live"', value: 'roulette-live' }]);
});

const type = (contentType: string) => ({ 'content-type': contentType });

test.each([
  ['HTML', { headers: type('text/html'), body: '<html>log in</html>' }, 'an HTML page'],
  ['nothing at all', { body: '' }, 'empty'],
  ['text', { body: 'bonuses' }, 'not JSON'],
  ['a charset that nobody knows', { headers: type('application/json; charset=klingon'), body: '{}' }, 'klingon'],
])('an option list that is %s is a 502 with its sentence', async (_, answer, sentence) => {
  await operator.fault({ path: '/bonus/list', times: 1, answer });
  const { status, json } = await api.send('GET', '/v1/options/bonuses');
  expect({ status, errors: json.Errors }).toEqual({ status: 502, errors: [expect.stringContaining(sentence)] });
});

test('an option list of 100,000 items is longer than what is read of an answer, and says so', async () => {
  const Data = Array.from({ length: 100_000 }, (_, index) => ({ text: `t${index}`, value: index }));
  const server = createServer((_request, response) => response.end(JSON.stringify({ Data, Success: true })));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await api.close();
  const catalogue = loadCatalogue(catalogueFolder({}), entries, { ...ENVIRONMENT, OPERATOR_URL: url });
  api = await startApi({ catalogue, environment: ENVIRONMENT });
  const { status, json } = await api.send('GET', '/v1/options/tags');
  server.closeAllConnections();
  server.close();
  expect({ status, errors: json.Errors }).toEqual({
    status: 502,
    errors: [expect.stringContaining('came with more than 1024 kB')],
  });
});
