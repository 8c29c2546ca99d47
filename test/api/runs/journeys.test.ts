import { afterEach, beforeEach, expect, test } from 'vitest';
import { NoWorkerAnswered, OrderRefused, TemporalUnavailable } from '../../../client/errors.js';
import { runId } from '../../../workflows/contracts/names.js';
import { KEYS, referral, startApi, type TestApi } from '../support/start-api.js';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

const ID = 'lucky:refer-a-friend:p-1';

test('a run is started by hand with 201, and answered with 200 while it is open', async () => {
  const body = { journey: 'refer-a-friend', playerId: 'p-1', id: 's-1', data: { referrerId: 'p-2' } };
  const first = await api.send('POST', '/v1/journeys', { body });
  expect(first).toMatchObject({ status: 201, json: { started: true, id: ID, run: 'r1' } });
  expect(await api.send('POST', '/v1/journeys', { body })).toMatchObject({
    status: 200,
    json: { started: false, id: ID },
  });
  expect(api.journeys.starts[0]).toEqual({ brand: 'lucky', key: null, ...body });
});

test.each([
  ['journey', 'Refer'],
  ['playerId', 'ann@example.com'],
  ['id', undefined],
  ['key', 7],
  ['data', []],
  ['brand', 'royal'],
  ['player', 'p-1'],
])('a start by hand is refused with 422 for its %s: %j', async (field, value) => {
  const body = { journey: 'refer-a-friend', playerId: 'p-1', id: 's-1', [field]: value };
  const { status, json } = await api.send('POST', '/v1/journeys', { body });
  expect(status).toBe(422);
  expect(json.errors).toContainEqual({ field, message: expect.any(String) });
  expect(api.journeys.starts).toEqual([]);
});

test('a start that the client refuses is answered 422 with its field', async () => {
  api.journeys.before = () => Promise.reject(new OrderRefused('journey', 'there is no journey of this name'));
  const { status, json } = await api.send('POST', '/v1/journeys', {
    body: { journey: 'nope', playerId: 'p-1', id: 's-1' },
  });
  expect(status).toBe(422);
  expect(json.errors).toEqual([{ field: 'journey', message: 'there is no journey of this name' }]);
});

test('a list hands its filter and its cursor to the client, and answers with the next', async () => {
  api.journeys.add(ID);
  api.journeys.add('royal:refer-a-friend:p-1');
  api.journeys.next = 'c-2';
  const query = 'player=p%201&journey=refer-a-friend&status=open&attention=false&limit=7&cursor=c-1';
  const { status, json } = await api.send('GET', `/v1/journeys?${query}`);
  expect(status).toBe(200);
  expect(api.journeys.filters).toEqual([
    {
      brand: 'lucky',
      playerId: 'p 1',
      journey: 'refer-a-friend',
      status: 'open',
      attention: false,
      limit: 7,
      cursor: 'c-1',
    },
  ]);
  expect(json).toMatchObject({ runs: [{ id: ID }], next: 'c-2' });
});

test('a list without a query asks for the first fifty of the brand', async () => {
  await api.send('GET', '/v1/journeys');
  expect(api.journeys.filters).toEqual([{ brand: 'lucky', limit: 50 }]);
});

test.each([
  ['limit', '0'],
  ['limit', '201'],
  ['limit', '1.5'],
  ['limit', 'all'],
  ['limit', ''],
  ['status', 'sleeping'],
  ['attention', 'yes'],
  ['journey', "x' OR Brand='royal"],
  ['player', ''],
  ['cursor', ''],
  ['brand', 'royal'],
])('a list is refused with 400 for %s=%s', async (field, value) => {
  const { status, json } = await api.send('GET', `/v1/journeys?${field}=${encodeURIComponent(value)}`);
  expect(status).toBe(400);
  expect(json.errors).toContainEqual({ field, message: expect.any(String) });
  expect(api.journeys.filters).toEqual([]);
});

test('a parameter that is given twice is refused', async () => {
  expect(await api.send('GET', '/v1/journeys?limit=1&limit=2')).toMatchObject({
    status: 400,
    json: { errors: [{ field: 'limit' }] },
  });
});

test.each(['anything', '-'.repeat(36), '%20', '00000000-0000-0000-0000-00000000000g'])(
  'a run of an id that is none, %j, is refused by the name of the parameter',
  async (run) => {
    const { status, json } = await api.send('GET', `/v1/journeys/lucky:refer-a-friend:p-1?run=${run}`);
    expect({ status, errors: json['errors'] }).toMatchObject({ status: 400, errors: [{ field: 'run' }] });
  },
);

test('a run is explained by its id', async () => {
  api.journeys.add(ID);
  expect(await api.send('GET', `/v1/journeys/${ID}`)).toMatchObject({
    status: 200,
    json: { id: ID, state: null, pending: [] },
  });
});

test('an id with percent sequences is understood encoded once more, and pasted as it is', async () => {
  const id = runId({ brand: 'lucky', journey: 'refer-a-friend', playerId: 'p:1/ö', key: 'a b' });
  api.journeys.add(id);
  expect((await api.send('GET', `/v1/journeys/${encodeURIComponent(id)}`)).json.id).toBe(id);
  expect((await api.send('GET', `/v1/journeys/${id}`)).json.id).toBe(id);
});

test("a foreign brand's run, a run that does not exist, and what is no run at all are told apart by nothing", async () => {
  api.journeys.add('royal:refer-a-friend:p-1');
  const ids = [
    'royal:refer-a-friend:p-1',
    'royal:refer-a-friend:nobody',
    'lucky:refer-a-friend:nobody',
    'lucky:~sweep:e-1',
    'lucky',
    '%20',
    'x'.repeat(5_000),
  ];
  for (const path of ['', '/pause', '/resume', '/cancel', '/events']) {
    const answers = await Promise.all(
      ids.map((id) =>
        path === ''
          ? api.send('GET', `/v1/journeys/${id}`)
          : api.send('POST', `/v1/journeys/${id}${path}`, path === '/events' ? { body: referral() } : {}),
      ),
    );
    const seen = answers.map(({ status, json }) => JSON.stringify({ status, ...json, instance: '' }));
    expect(new Set(seen).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 404, json: { type: 'urn:waypost:problem:not-found' } });
  }
  expect(api.journeys.orders).toEqual([]);
  expect(api.journeys.delivered).toEqual([]);
});

test.each(['pause', 'resume', 'cancel'])('%s is ordered in the name of the owner of the key', async (order) => {
  api.journeys.add(ID);
  expect(await api.send('POST', `/v1/journeys/${ID}/${order}`)).toMatchObject({ status: 202, json: { id: ID, order } });
  await api.send('POST', `/v1/journeys/${ID}/${order}`, { body: { reason: 'asked by phone' } });
  const by = 'owner of lucky';
  expect(api.journeys.orders).toEqual([
    { order, id: ID, by, reason: null },
    { order, id: ID, by, reason: 'asked by phone' },
  ]);
});

test('an order with an unknown word in its body is refused by that word', async () => {
  api.journeys.add(ID);
  const { status, json } = await api.send('POST', `/v1/journeys/${ID}/cancel`, {
    body: { reason: 'x', by: 'somebody else' },
  });
  expect(status).toBe(422);
  expect(json.errors).toEqual([expect.objectContaining({ field: 'by' })]);
  expect(api.journeys.orders).toEqual([]);
});

test('an event is delivered to one run', async () => {
  api.journeys.add(ID);
  const { status, json } = await api.send('POST', `/v1/journeys/${ID}/events`, {
    body: referral({ type: 'deposit.made' }),
  });
  expect(status).toBe(202);
  expect(json).toEqual({ event: 'e-1', decisions: [{ decision: 'signalled', journey: 'refer-a-friend', id: ID }] });
  expect(api.journeys.delivered).toMatchObject([{ id: 'e-1', brand: 'lucky' }]);
  expect((await api.send('POST', `/v1/journeys/${ID}/events`, { body: referral({ id: '' }) })).status).toBe(422);
});

test('a key of several brands names the one it means in a header', async () => {
  api.journeys.add('royal:refer-a-friend:p-1');
  const path = '/v1/journeys/royal:refer-a-friend:p-1';
  const ask = (headers: Record<string, string>) => api.send('GET', path, { key: KEYS.both, headers });
  expect(await ask({})).toMatchObject({ status: 400, json: { errors: [{ field: 'Waypost-Brand' }] } });
  expect((await ask({ 'waypost-brand': 'royal' })).status).toBe(200);
  expect((await ask({ 'waypost-brand': 'lucky' })).status).toBe(404);
  expect((await ask({ 'waypost-brand': 'third' })).status).toBe(404);
  expect((await api.send('GET', path, { key: KEYS.lucky, headers: { 'waypost-brand': 'royal' } })).status).toBe(404);
});

test('no worker is answered with 504, Temporal away with 503, and both say when to come back', async () => {
  api.journeys.before = () => Promise.reject(new NoWorkerAnswered('no poller'));
  const late = await api.send('GET', `/v1/journeys/${ID}`);
  expect([late.status, late.headers.get('retry-after')]).toEqual([504, '5']);
  api.journeys.before = () => Promise.reject(new TemporalUnavailable('connection refused'));
  const away = await api.send('GET', `/v1/journeys/${ID}`);
  expect([away.status, away.headers.get('retry-after')]).toEqual([503, '5']);
});
