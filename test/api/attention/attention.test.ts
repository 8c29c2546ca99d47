import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { NoWorkerAnswered, OrderRefused } from '../../../client/errors.js';
import { parkedItem } from '../support/in-memory-attention.js';
import { KEYS, startApi, type TestApi } from '../support/start-api.js';

const KEY = 'wp_aaaaaaaaaaaaaaaaaaaaaaaaaa';
const FOREIGN = 'wp_bbbbbbbbbbbbbbbbbbbbbbbbbb';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
  api.journeys.attention.parked.set(KEY, { brand: 'lucky', item: parkedItem(KEY) });
  api.journeys.attention.parked.set(FOREIGN, { brand: 'royal', item: parkedItem(FOREIGN) });
});
afterEach(() => api.close());

const decide = (body: object, callKey = KEY) => api.send('POST', `/v1/attention/${callKey}`, { body });
const order = (body: object) => api.send('POST', '/v1/attention/resolve', { body });
const ORDER = { id: 'o 1', filter: { action: 'credit-referrer' }, decision: 'retry' };

describe('GET /v1/attention', () => {
  it("hands its filter and cursor to the client, and answers with the brand's items", async () => {
    api.journeys.attention.next = 'c-2';
    const filter =
      'kind=parked-call&destination=operator&action=credit-referrer&reason=404%3A&journey=~rule%3Aloyalty-sync';
    const { status, json } = await api.send('GET', `/v1/attention?${filter}&player=p%201&limit=7&cursor=c-1`);
    expect(status).toBe(200);
    expect(json).toEqual({ items: [parkedItem(KEY)], next: 'c-2', notes: [] });
    expect(api.journeys.attention.queries).toEqual([
      {
        ...{ brand: 'lucky', kind: 'parked-call', destination: 'operator', action: 'credit-referrer', reason: '404:' },
        ...{ journey: '~rule:loyalty-sync', playerId: 'p 1', limit: 7, cursor: 'c-1' },
      },
    ]);
    await api.send('GET', '/v1/attention', { key: KEYS.reader });
    expect(api.journeys.attention.queries[1]).toEqual({ brand: 'lucky', limit: 50 });
  });

  it.each([
    ['kind', 'parked'],
    ['action', "x' OR Brand='royal"],
    ['journey', '~holds'],
    ['reason', ''],
    ['limit', '0'],
    ['cursor', ''],
    ['brand', 'royal'],
  ])('is refused with 400 for %s=%s', async (field, value) => {
    const { status, json } = await api.send('GET', `/v1/attention?${field}=${encodeURIComponent(value)}`);
    expect([status, json.errors]).toEqual([400, [{ field, message: expect.any(String) }]]);
  });
});

test('the summary is of the brand of the key', async () => {
  const { status, json } = await api.send('GET', '/v1/attention/summary', { key: KEYS.royal });
  expect(status).toBe(200);
  expect(json).toMatchObject({ total: { count: 1, atStake: { EUR: '10.00' } }, groups: [{ kind: 'parked-call' }] });
});

describe('POST /v1/attention/{callKey}', () => {
  it('decides in the name of the owner of the key; a repeat gets the first answer, another decision 409', async () => {
    const body = { decision: 'skip', moneyMoved: 'unknown', note: 'asked', since: '2026-03-01T13:00:00+01:00' };
    const first = await decide(body);
    expect(first.status).toBe(200);
    expect(first.json).toEqual({
      ...{ ...body, since: '2026-03-01T12:00:00.000Z', callKey: KEY, by: 'owner of lucky' },
      ...{ id: 'lucky:refer-a-friend:p-1', at: expect.any(String) },
    });
    expect((await decide(body)).json).toEqual(first.json);
    expect(await decide({ decision: 'retry' })).toMatchObject({
      status: 409,
      json: { type: 'urn:waypost:problem:resolved-otherwise', detail: `${KEY} was resolved as skip.` },
    });
  });

  it("answers a foreign brand's call, one that is not parked, and what is no key, with the same 404", async () => {
    const answers = await Promise.all(
      [FOREIGN, 'wp_cccccccccccccccccccccccccc'].map((key) => decide({ decision: 'skip' }, key)),
    );
    const seen = answers.map(({ status, json }) => JSON.stringify({ status, ...json, instance: '' }));
    expect(new Set(seen).size).toBe(1);
    expect(answers[0]?.status).toBe(404);
    expect((await decide({ decision: 'skip' }, "x' OR 1")).status).toBe(404);
    expect(api.journeys.attention.resolved.size).toBe(0);
  });

  it.each([
    ['decision', {}],
    ['decision', { decision: 'pay' }],
    ['moneyMoved', { decision: 'retry', moneyMoved: 'no' }],
    ['moneyMoved', { decision: 'skip', moneyMoved: 'yes' }],
    ['acknowledge', { decision: 'skip', acknowledge: 'may-pay-twice' }],
    ['acknowledge', { decision: 'retry', acknowledge: 'yes' }],
    ['reference', { decision: 'skip', reference: 'x' }],
    ['note', { decision: 'skip', note: 'é'.repeat(200) }],
    ['since', { decision: 'skip', since: 'yesterday' }],
    ['by', { decision: 'skip', by: 'somebody else' }],
  ])('is refused with 422 for %s: %j', async (field, body) => {
    const { status, json } = await decide(body);
    expect([status, json.errors]).toEqual([422, [{ field, message: expect.any(String) }]]);
    expect(api.journeys.attention.resolved.size).toBe(0);
  });

  it("hands on the run's refusal with its field, and says when no worker answers", async () => {
    api.journeys.attention.before = () => Promise.reject(new OrderRefused('moneyMoved', 'say whether money moved'));
    expect(await decide({ decision: 'skip' })).toMatchObject({
      status: 422,
      json: { errors: [{ field: 'moneyMoved', message: 'say whether money moved' }] },
    });
    api.journeys.attention.before = () => Promise.reject(new NoWorkerAnswered('no poller'));
    expect((await decide({ decision: 'skip' })).status).toBe(504);
  });

  it('needs the scope attention:write', async () => {
    const refused = await api.send('POST', `/v1/attention/${KEY}`, { key: KEYS.reader, body: { decision: 'skip' } });
    expect(refused).toMatchObject({ status: 403, json: { detail: expect.stringContaining('attention:write') } });
  });
});

describe('POST /v1/attention/resolve', () => {
  it('gives a durable order once, and says where its progress is', async () => {
    const first = await order(ORDER);
    expect(first.status).toBe(202);
    expect(first.headers.get('location')).toBe('/v1/attention/resolve/o%201');
    expect(first.json).toMatchObject({
      id: 'o 1',
      found: 0,
      finished: null,
      order: { by: 'owner of lucky', perSecond: 50 },
    });
    expect((await order(ORDER)).status).toBe(202);
    expect(api.journeys.attention.orders).toEqual([{ brand: 'lucky', by: 'owner of lucky', perSecond: 50, ...ORDER }]);
    expect(await order({ ...ORDER, decision: 'skip' })).toMatchObject({
      status: 422,
      json: { errors: [{ field: 'id' }] },
    });
    expect(await api.send('GET', '/v1/attention/resolve/o%201')).toMatchObject({
      status: 200,
      json: { found: 3, done: 2, failed: 1, failures: [{ callKey: 'wp_x', reason: 'the run refuses' }] },
    });
    expect((await api.send('GET', '/v1/attention/resolve/o%201', { key: KEYS.royal })).status).toBe(404);
  });

  it.each([
    ['id', { id: '' }],
    ['filter', { filter: {} }],
    ['filter.actoin', { filter: { action: 'credit-referrer', actoin: 'x' } }],
    ['filter.since', { filter: { since: '1 March' } }],
    ['perSecond', { perSecond: 0 }],
    ['perSecond', { perSecond: 1_000 }],
    ['moneyMoved', { moneyMoved: 'no' }],
    ['acknowledge', { decision: 'skip', acknowledge: 'may-pay-twice' }],
  ])('is refused with 422 for %s: %j', async (field, change) => {
    const { status, json } = await order({ ...ORDER, ...change });
    expect([status, json.errors]).toEqual([422, [{ field, message: expect.any(String) }]]);
    expect(api.journeys.attention.orders).toEqual([]);
  });
});
