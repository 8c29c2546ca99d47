import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { referral, startApi, type TestApi } from '../support/start-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());
beforeEach(() => {
  api.journeys.accepted.length = 0;
});

async function refused(body: unknown, headers: Record<string, string> = {}) {
  const answer = await api.send('POST', '/v1/events', { body, headers });
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(answer.json).toMatchObject({ status: answer.status, title: expect.any(String), detail: expect.any(String) });
  expect(api.journeys.accepted).toEqual([]);
  return { status: answer.status, errors: answer.json.errors };
}

/** Whole days from now, as an instant. */
function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString();
}

test.each([
  ['a truncated body', '{"id": "e-1", '],
  ['words', 'hello'],
  ['two values', '{} {}'],
  ['a trailing comma', '{"id":"e-1",}'],
  ['one key with two values', '{"id":"e-1","id":"e-2"}'],
])('%s is not JSON: 400', async (_, body) => {
  expect(await refused(body)).toMatchObject({ status: 400, errors: [{ field: expect.any(String) }] });
});

test('bytes that are not UTF-8 are refused', async () => {
  expect(await refused(new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]))).toMatchObject({
    status: 400,
    errors: [{ field: 'body' }],
  });
});

test.each([
  ['a list', '[]'],
  ['null', 'null'],
  ['a number', '7'],
  ['a string', '"e-1"'],
])('%s where an object belongs is refused with 400', async (_, body) => {
  expect(await refused(body)).toMatchObject({ status: 400, errors: [{ field: 'body' }] });
});

test('no body at all is refused with 400', async () => {
  expect(await refused(undefined)).toMatchObject({ status: 400, errors: [{ field: 'body' }] });
  expect(await refused('')).toMatchObject({ status: 400, errors: [{ field: 'body' }] });
});

test.each([
  ['not a list', { events: {} }, 'events'],
  ['empty', { events: [] }, 'events'],
  ['of 501 events', { events: Array.from({ length: 501 }, () => ({})) }, 'events'],
  ['with another key beside it', { events: [{}], brand: 'lucky' }, 'brand'],
])('a batch that is %s is refused with 400', async (_, body, field) => {
  expect(await refused(body)).toMatchObject({ status: 400, errors: [{ field }] });
});

test.each([
  ['id', undefined],
  ['id', 7],
  ['id', null],
  ['id', ''],
  ['id', 'x'.repeat(129)],
  ['id', 'x'.repeat(10_240)],
  ['id', 'a\u0000b'],
  ['id', 'a\nb'],
  ['id', 'a\u202eb'],
  ['id', ' a'],
  ['id', '\ud800'],
  ['type', undefined],
  ['type', 'Player.Referred'],
  ['type', '../etc'],
  ['type', `a${'b'.repeat(128)}`],
  ['playerId', undefined],
  ['playerId', 12345],
  ['playerId', 'p\u0007'],
  ['playerId', 'ann@example.com'],
  ['playerId', 'x'.repeat(129)],
  ['occurredAt', undefined],
  ['occurredAt', 1_700_000_000],
  ['occurredAt', 'yesterday'],
  ['occurredAt', '2026-03-01'],
  ['occurredAt', '2026-03-01T12:00:00'],
  ['occurredAt', '2026-02-30T12:00:00Z'],
  ['occurredAt', '1970-01-01T00:00:00Z'],
  ['occurredAt', '2970-01-01T00:00:00Z'],
  ['occurredAt', inDays(-30)],
  ['occurredAt', inDays(10 / (24 * 60))],
  ['data', []],
  ['data', null],
  ['data', 'text'],
  ['data', { text: 'x'.repeat(65_536) }],
  ['state', 7],
  ['state', { text: 'x'.repeat(65_536) }],
  ['campaign', 'spring'],
  ['brand', 7],
  ['ocurredAt', '2026-03-01T12:00:00Z'],
])('a single event is refused with 422 for its %s: %j', async (field, value) => {
  const { status, errors } = await refused(referral({ [field]: value }));
  expect(status).toBe(422);
  expect(errors).toContainEqual({ field, message: expect.stringMatching(/\w+ \w+/) });
});

test('a fault inside an object is named by its path', async () => {
  expect(await refused(referral({ campaign: { id: 7 } }))).toMatchObject({ errors: [{ field: 'campaign.id' }] });
});

test('a field of 10 kB is named in short', async () => {
  const { errors } = await refused(referral({ ['x'.repeat(10_240)]: 1 }));
  expect(JSON.stringify(errors).length).toBeLessThan(400);
});

test.each([
  ['at the top', (json: string) => json.replace('{', '{"__proto__":{"admin":true},')],
  ['in the data', (json: string) => json.replace('"data":{', '"data":{"__proto__":{"admin":true},')],
  ['in the data, not an object', (json: string) => json.replace('"data":{', '"data":{"__proto__":7,')],
  ['escaped', (json: string) => json.replace('"data":{', '"data":{"\\u005f_proto__":{"admin":true},')],
])('a __proto__ key %s is refused by its path', async (_, spoil) => {
  const { status, errors } = await refused(spoil(JSON.stringify(referral())));
  expect(status).toBe(400);
  expect(errors).toMatchObject([{ field: expect.stringContaining('__proto__') }]);
});

test('keys that name what all objects have are data like others', async () => {
  const data = { constructor: 'c', prototype: 'p', toString: 't', hasOwnProperty: 'h' };
  const { status } = await api.send('POST', '/v1/events', { body: referral({ data }) });
  expect(status).toBe(202);
  expect(api.journeys.accepted[0]?.data).toEqual(data);
});

test('an array nested as deeply as the body allows is refused with 400', async () => {
  const deep = 120_000;
  const body = JSON.stringify(referral()).replace('"data":{', `"data":{"a":${'['.repeat(deep)}${']'.repeat(deep)},`);
  expect(await refused(body)).toMatchObject({
    status: 400,
    errors: [{ field: 'body', message: expect.stringContaining('deep') }],
  });
});

test.each([
  ['an array nested a million times', '['.repeat(1_000_000)],
  ['300 kB', JSON.stringify(referral({ data: { text: 'x'.repeat(300 * 1024) } }))],
])('%s is too large: 413', async (_, body) => {
  expect(await refused(body)).toEqual({ status: 413, errors: [{ field: 'body', message: 'is larger than 256 kB' }] });
});

test.each([
  'text/plain',
  'application/x-www-form-urlencoded',
  'application/xml',
  'application/json; charset=latin1',
  'json',
])('the content type %s is refused with 415', async (type) => {
  const answer = await refused(referral(), { 'content-type': type });
  expect(answer).toEqual({ status: 415, errors: [{ field: 'Content-Type', message: 'must be application/json' }] });
});

test.each(['application/json', 'Application/JSON; charset=UTF-8', 'application/cloudevents+json'])(
  'the content type %s is taken',
  async (type) => {
    const { status } = await api.send('POST', '/v1/events', { body: referral(), headers: { 'content-type': type } });
    expect(status).toBe(202);
  },
);

test('a content encoding that is not known, or not what it says, is refused', async () => {
  expect(await refused(referral(), { 'content-encoding': 'zstd' })).toMatchObject({ status: 415 });
  expect(await refused(referral(), { 'content-encoding': 'gzip' })).toMatchObject({ status: 400 });
});

test('a clock that is a little ahead is forgiven', async () => {
  const { status } = await api.send('POST', '/v1/events', { body: referral({ occurredAt: inDays(4 / (24 * 60)) }) });
  expect(status).toBe(202);
});
