import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { catalogueFolder, loadCatalogue } from '../../../catalogue/load/load.js';
import { entries } from '../../../client/entries.js';
import { KEYS, startApi, type TestApi } from '../support/start-api.js';

const now = (): string => new Date().toISOString();
const SAMPLES = loadCatalogue(catalogueFolder({}), entries, {});

let api: TestApi;
afterEach(() => api.close());

describe('the sample sources', () => {
  beforeEach(async () => {
    api = await startApi({ catalogue: SAMPLES });
  });

  const custom = (changes: object = {}) => ({
    notification_type: 'deposit.made',
    user_id: '123',
    origin: 'lucky.example',
    timestamp: now(),
    data: { amount: '20.00', currency: 'EUR', channel: 'web' },
    ...changes,
  });

  test("Fast Track's custom event is taken at both addresses, and the same request again is the same event", async () => {
    const body = custom();
    const first = await api.send('POST', '/v1/sources/fast-track-custom', { body });
    const again = await api.send('POST', '/v1/integration/custom', { body });
    expect([first.status, again.status]).toEqual([202, 202]);
    expect(first.json.event).toMatch(/^request-[0-9a-f]{40}$/);
    expect(again.json.event).toBe(first.json.event);
    expect([first.json.identity, again.json.identity]).toEqual(['hash', 'hash']);
    expect(first.json.decisions).toEqual([expect.objectContaining({ decision: 'signalled' })]);
    expect(api.journeys.accepted[0]).toEqual({
      brand: 'lucky',
      id: first.json.event,
      type: 'deposit.made',
      playerId: '123',
      occurredAt: body.timestamp,
      data: { amount: { amount: '20.00', currency: 'EUR' }, currency: 'EUR', channel: 'web' },
    });
    const other = await api.send('POST', '/v1/sources/fast-track-custom', { body: custom({ user_id: '124' }) });
    expect(other.json.event).not.toBe(first.json.event);
  });

  test('the player 123 and the player "123" are one, also beyond what JavaScript can count', async () => {
    const send = (id: string) =>
      api.send('POST', '/v1/sources/fast-track-custom', {
        body: JSON.stringify(custom({ user_id: 'X' })).replace('"X"', id),
      });
    for (const id of ['123', '"123"', '9007199254740993', '"9007199254740993"']) {
      expect((await send(id)).status, id).toBe(202);
    }
    const players = api.journeys.accepted.map(({ playerId }) => playerId);
    expect(players).toEqual(['123', '123', '9007199254740993', '9007199254740993']);
  });

  test('a notification type is the type of the event, verbatim', async () => {
    const body = custom({ notification_type: 'VIP_Level.Up' });
    expect((await api.send('POST', '/v1/integration/custom', { body })).status).toBe(202);
    expect(api.journeys.accepted[0]?.type).toBe('VIP_Level.Up');
  });

  test('the header Idempotency-Key is the id of an event that has none', async () => {
    const headers = { 'idempotency-key': 'ft-1' };
    const { json } = await api.send('POST', '/v1/integration/custom', { body: custom(), headers });
    expect(json).toMatchObject({ event: 'ft-1' });
    expect(json).not.toHaveProperty('identity');
    const long = { 'idempotency-key': 'x'.repeat(200) };
    const refused = await api.send('POST', '/v1/integration/custom', { body: custom(), headers: long });
    expect(refused).toMatchObject({ status: 422, json: { errors: [{ field: 'Idempotency-Key' }] } });
  });

  test.each([
    ['user_id', undefined, 'body.user_id'],
    ['user_id', '', 'body.user_id'],
    ['user_id', 1.5, 'body.user_id'],
    ['user_id', { id: 1 }, 'body.user_id'],
    ['user_id', 'ann@example.com', 'body.user_id'],
    ['notification_type', undefined, 'body.notification_type'],
    ['notification_type', 'no spaces', 'body.notification_type'],
    ['timestamp', 'yesterday', 'body.timestamp'],
    ['timestamp', '2019-01-01T00:00:00Z', 'body.timestamp'],
    ['data', 'text', 'body.data'],
    ['data', [], 'body.data'],
    ['origin', 'elsewhere.example', 'body.origin'],
    ['data', { amount: 'twenty', currency: 'EUR' }, 'data.amount'],
  ])('%s: %j is refused by its own name', async (name, value, field) => {
    const { status, json } = await api.send('POST', '/v1/integration/custom', { body: custom({ [name]: value }) });
    expect(status).toBe(422);
    expect(json.errors).toEqual([{ field, message: expect.stringMatching(/\w+ \w+/) }]);
    expect(api.journeys.accepted).toEqual([]);
  });

  test('a key of two brands is told apart by the origin, and needs one', async () => {
    const send = (origin?: string) =>
      api.send('POST', '/v1/integration/custom', { body: custom({ origin }), key: KEYS.both });
    await send('royal.example');
    await send('lucky');
    expect(api.journeys.accepted.map(({ brand }) => brand)).toEqual(['royal', 'lucky']);
    expect(await send()).toMatchObject({ status: 422, json: { errors: [{ field: 'body.origin' }] } });
  });

  const casino = (changes: object = {}) => ({
    activity_id: 77001,
    amount: 12.34,
    currency: 'EUR',
    exchange_rate: 1,
    game_id: 'g-1',
    game_name: 'Book "of" Gold',
    game_type: 'slot',
    origin: 'lucky',
    round_id: 9,
    status: 'Approved',
    timestamp: now(),
    type: 'Bet',
    user_id: 123,
    ...changes,
  });

  test("Fast Track's casino event becomes a bet or a win, with decimal money and its own id", async () => {
    await api.send('POST', '/v1/sources/fast-track-casino', { body: casino() });
    await api.send('POST', '/v1/sources/fast-track-casino', {
      body: casino({ activity_id: 77002, type: 'Win', status: 'Rollback', amount: 0.1 }),
    });
    expect(api.journeys.accepted).toMatchObject([
      {
        id: '77001',
        type: 'casino.bet',
        playerId: '123',
        data: { amount: { amount: '12.34', currency: 'EUR' }, roundId: 9, status: 'Approved' },
      },
      { id: '77002', type: 'casino.win', data: { amount: { amount: '0.1', currency: 'EUR' }, status: 'Rollback' } },
    ]);
  });

  test('an amount keeps every digit that JSON can write', async () => {
    const body = JSON.stringify(casino()).replace('12.34', '12345678901234567890.12');
    await api.send('POST', '/v1/sources/fast-track-casino', { body });
    expect(api.journeys.accepted[0]?.data.amount).toEqual({ amount: '12345678901234567890.12', currency: 'EUR' });
  });

  test('an event whose map finds no id is refused by its place, unless a header has it or the source has an identity', async () => {
    const send = (headers = {}) =>
      api.send('POST', '/v1/sources/fast-track-casino', { body: casino({ activity_id: undefined }), headers });
    expect(await send()).toMatchObject({ status: 422, json: { errors: [{ field: 'body.activity_id' }] } });
    expect(await send({ 'idempotency-key': 'bet-1' })).toMatchObject({ status: 202, json: { event: 'bet-1' } });
  });

  test('a type of casino event that is neither is refused with those that are', async () => {
    const { json } = await api.send('POST', '/v1/sources/fast-track-casino', { body: casino({ type: 'Jackpot' }) });
    expect(json.errors).toEqual([{ field: 'body.type', message: 'must be one of Bet, Win' }]);
  });

  const spins = {
    saw_template_id: '12',
    minigame_spins_count: '3',
    smartico_user_id: '900',
    user_ext_id: 'p-1',
    user_ext_id_clean: 'p-1',
    brand: '4001',
  };
  const state = { user_id: '900', user_ext_id: 'p-1', user_ext_id_clean: 'p-1', core_sm_brand_id: '4001' };

  test('a Smartico WebHook needs nothing but its URL, by POST as JSON or a form, or by GET in the query', async () => {
    const url = `/v1/sources/smartico-webhook/${KEYS.token}?type=minigame.spin-issued`;
    const form = new URLSearchParams(spins).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answers = [
      await api.send('POST', url, { key: null, body: spins }),
      await api.send('POST', url, { key: null, body: form, headers }),
      await api.send('GET', `${url}&${form}`, { key: null }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    for (const event of api.journeys.accepted) {
      expect(event).toMatchObject({
        brand: 'lucky',
        type: 'minigame.spin-issued',
        playerId: 'p-1',
        data: spins,
        state,
      });
    }
    expect(new Set(answers.map(({ json }) => json.event)).size).toBe(3);
  });

  test('the same GET again is the same event, whatever the token', async () => {
    const query = `?type=level.up&${new URLSearchParams(spins).toString()}`;
    const first = await api.send('GET', `/v1/sources/smartico-webhook/${KEYS.token}${query}`, { key: null });
    const again = await api.send('GET', `/v1/sources/smartico-webhook${query}`);
    expect(again.json.event).toBe(first.json.event);
  });

  test('a token in a URL must be good, and may do nothing but send events of one brand', async () => {
    const get = (source: string, token: string) =>
      api.send('GET', `/v1/sources/${source}/${token}?type=level.up&user_ext_id=p-1`, { key: null });
    for (const token of [KEYS.lucky, KEYS.revoked, KEYS.expired, 'wp_token_wrong', 'x']) {
      expect((await get('smartico-webhook', token)).status, token).toBe(401);
    }
    expect((await get('smartico-webhook', KEYS.reader)).status).toBe(403);
    expect((await get('fast-track-custom', KEYS.token)).status).toBe(404);
    expect((await get('smartico-webhook', KEYS.token)).status).toBe(202);
    api.revoke('token');
    expect((await get('smartico-webhook', KEYS.token)).status).toBe(401);
    expect(api.journeys.accepted).toHaveLength(1);
  });

  test('a token stands in no log line and no answer', async () => {
    const url = `/v1/sources/smartico-webhook/${KEYS.token}`;
    const answers = [
      await api.send('POST', url, { key: null, body: spins }),
      await api.send('PUT', url, { key: null, body: spins }),
      await api.send('POST', `${url}wrong`, { key: null, body: spins }),
      await api.send('POST', `${url}?type=level.up`, { key: null, body: '{' }),
    ];
    const seen = JSON.stringify([api.log, answers.map(({ text }) => text)]);
    expect(seen).not.toContain('test-secret');
    expect(api.log.map(({ route }) => route)).toContain('/v1/sources/{source}/{token}');
  });

  test('HEAD takes nothing in', async () => {
    const query = new URLSearchParams(spins).toString();
    const url = `/v1/sources/smartico-webhook/${KEYS.token}?type=level.up&${query}`;
    expect((await api.send('HEAD', url, { key: null })).status).toBe(405);
    expect(api.journeys.accepted).toEqual([]);
  });

  test('an unknown source is answered with 404, no key with 401, a key without the scope with 403', async () => {
    expect((await api.send('POST', '/v1/sources/nobody', { body: {} })).status).toBe(404);
    expect((await api.send('POST', '/v1/sources/fast-track-custom', { body: custom(), key: null })).status).toBe(401);
    const reader = { body: custom(), key: KEYS.reader };
    expect((await api.send('POST', '/v1/sources/fast-track-custom', reader)).status).toBe(403);
  });

  test.each([
    ['text/plain', JSON.stringify({}), 415],
    ['application/json', '{"user_id": ', 400],
    ['application/json', '{"__proto__": {}}', 400],
    ['application/x-www-form-urlencoded', '__proto__=1', 400],
    ['application/x-www-form-urlencoded', '%ff=%fe', 422],
    ['application/json', '[]', 422],
    ['application/json', '7', 422],
  ])('a body of %s that is %s is refused', async (type, body, status) => {
    const answer = await api.send('POST', '/v1/integration/custom', { body, headers: { 'content-type': type } });
    expect(answer.status).toBe(status);
    expect(api.journeys.accepted).toEqual([]);
  });
});
