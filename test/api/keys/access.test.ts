import { afterEach, beforeEach, expect, test } from 'vitest';
import { KEYS, referral, startApi, type TestApi } from '../support/start-api.js';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

test('a key is taken as a bearer token and as X-Api-Key', async () => {
  expect(
    (await api.send('GET', '/v1/journeys', { headers: { authorization: `bearer ${KEYS.lucky}` }, key: null })).status,
  ).toBe(200);
  expect((await api.send('GET', '/v1/journeys', { headers: { 'x-api-key': KEYS.lucky }, key: null })).status).toBe(200);
});

test.each([
  ['no key', {}],
  ['another scheme', { authorization: 'Basic bHVja3k6c2VjcmV0' }],
  ['an empty key', { 'x-api-key': '' }],
  ['a key of another form', { 'x-api-key': 'secret' }],
  ['an unknown id', { 'x-api-key': 'wp_nobody_test-secret' }],
  ['a wrong secret', { 'x-api-key': 'wp_lucky_wrong' }],
  ['half a key', { 'x-api-key': 'wp_lucky_' }],
  ["another key's secret", { 'x-api-key': KEYS.lucky.replace('lucky', 'royal') + 'x' }],
  ['an expired key', { 'x-api-key': KEYS.expired }],
  ['a revoked key', { 'x-api-key': KEYS.revoked }],
])('%s is answered with 401 before the body is read', async (_, headers: Record<string, string>) => {
  const {
    status,
    headers: answered,
    json,
    text,
  } = await api.send('POST', '/v1/events', { key: null, headers, body: 'no JSON' });
  expect(status).toBe(401);
  expect(answered.get('www-authenticate')).toContain('Bearer');
  expect(json).toMatchObject({ type: 'urn:waypost:problem:unauthenticated', status: 401 });
  expect(text).not.toContain('secret');
});

test('a key without the scope is answered with 403 that names it', async () => {
  expect((await api.send('GET', '/v1/journeys', { key: KEYS.reader })).status).toBe(200);
  const { status, json } = await api.send('POST', '/v1/events', { key: KEYS.reader, body: referral() });
  expect(status).toBe(403);
  expect(json.detail).toContain('events:write');
  expect(api.journeys.accepted).toEqual([]);
});

test('every route under /v1 wants a key', async () => {
  const { json } = await api.send('GET', '/openapi.json', { key: null });
  for (const [path, methods] of Object.entries(json.paths as Record<string, object>)) {
    if (!path.startsWith('/v1/')) continue;
    for (const method of Object.keys(methods)) {
      const at = path.replace('{id}', 'lucky:refer-a-friend:p-1');
      expect((await api.send(method.toUpperCase(), at, { key: null })).status, `${method} ${path}`).toBe(401);
    }
  }
});

test('no key, no body and no query stands in the log', async () => {
  await api.send('POST', '/v1/events', { body: referral({ data: { note: 'a private word' } }) });
  await api.send('GET', '/v1/journeys?player=a-private-player');
  await api.send('GET', '/v1/journeys', { key: 'wp_lucky_wrong-secret' });
  const text = JSON.stringify(api.log);
  for (const word of ['secret', 'private']) expect(text).not.toContain(word);
  expect(api.log).toHaveLength(3);
  expect(api.log[0]).toMatchObject({
    method: 'POST',
    route: '/v1/events',
    status: 202,
    keyId: 'lucky',
    ms: expect.any(Number),
  });
  expect(api.log[2]).not.toHaveProperty('keyId');
});
