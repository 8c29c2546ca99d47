import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Action } from '../../../catalogue/action/definition.js';
import { catalogueFolder, loadCatalogue } from '../../../catalogue/load/load.js';
import { entries } from '../../../client/entries.js';
import { KEYS, startApi, type TestApi } from '../support/start-api.js';

let api: TestApi;
beforeAll(async () => {
  const catalogue = loadCatalogue(catalogueFolder({}), entries, { OPERATOR_URL: 'http://operator.example:8090' });
  const lucky = catalogue.brands.get('lucky');
  const credit = lucky?.actions.get('credit-referrer');
  if (!lucky || !credit) throw new Error('the sample catalogue has changed');
  const hook: Action = {
    ...credit,
    name: 'hook',
    notificationType: 'triggercallback.hook',
    destination: 'hook',
    effect: 'data',
    value: null,
    path: '/in',
    query: { token: 'written-by-mistake', level: '{{event.level}}' },
    headers: { 'x-client-secret': 'written-by-mistake' },
    fields: { code: { type: 'select', required: true, options: 'bonuses', title: 'Code' } },
    body: { level: '{{event.level}}', code: '{{fields.code}}', name: '{{state.name | default: "friend"}}' },
  };
  const destination = {
    name: 'hook',
    url: 'https://hooks.example/services/T0',
    allow: [],
    tls: null,
    signing: null,
    auth: { kind: 'query' as const, parameter: 'sig', secret: { env: 'HOOK' } },
    headers: { 'X-Tenant': { env: 'TENANT' }, 'x-channel': 'crm' },
    timeout: 10_000,
    rateLimit: null,
    concurrency: null,
    fastTrackHeaders: false,
  };
  const brand = {
    ...lucky,
    actions: new Map([...lucky.actions, ['hook', hook]]),
    destinations: new Map([...lucky.destinations, ['hook', destination]]),
    notificationTypes: new Map([...lucky.notificationTypes, ['triggercallback.hook', 'hook']]),
  };
  api = await startApi({ catalogue: { ...catalogue, brands: new Map([...catalogue.brands, ['lucky', brand]]) } });
});
afterAll(() => api.close());

const amount = { amount: '20.00', currency: 'EUR' };

test('the catalogue is described without a secret, and without what may be one in a URL', async () => {
  const { status, json, text } = await api.send('GET', '/v1/catalogue');
  expect(status).toBe(200);
  expect(json).toMatchObject({
    brand: 'lucky',
    hash: expect.any(String),
    events: expect.arrayContaining([expect.objectContaining({ type: 'deposit.made' })]),
    sources: expect.arrayContaining([{ name: 'smartico-webhook', title: expect.any(String), auth: 'token' }]),
    optionLists: expect.arrayContaining([expect.objectContaining({ name: 'bonuses', href: '/v1/options/bonuses' })]),
    destinations: expect.arrayContaining([
      { name: 'hook', origin: 'https://hooks.example', auth: 'query', timeout: 10_000 },
    ]),
  });
  for (const word of ['OPERATOR_KEY', 'HOOK', 'T0', 'written-by-mistake']) expect(text).not.toContain(word);
});

test('actions are listed with their fields and where the options of a field are', async () => {
  const { json } = await api.send('GET', '/v1/actions');
  expect(json.actions).toContainEqual(
    expect.objectContaining({
      name: 'hook',
      fields: {
        code: {
          type: 'select',
          title: 'Code',
          required: true,
          options: { list: 'bonuses', href: '/v1/options/bonuses' },
        },
      },
    }),
  );
});

test('an action is described by its name or its notification type, with what its templates need', async () => {
  const byName = await api.send('GET', '/v1/actions/hook');
  const byType = await api.send('GET', '/v1/actions/triggercallback.hook');
  expect(byType.json).toEqual(byName.json);
  expect(byName.json).toMatchObject({
    query: { token: '***', level: '{{event.level}}' },
    headers: { 'x-client-secret': '***' },
    placeholders: expect.arrayContaining([
      { written: '{{event.level}}', path: 'event.level', filters: [] },
      { written: '{{state.name}}', path: 'state.name', filters: ['default'] },
    ]),
  });
  const unknown = await api.send('GET', '/v1/actions/credit-referer');
  expect(unknown.json.detail).toContain('did you mean "credit-referrer"?');
  expect(unknown.status).toBe(404);
  expect((await api.send('GET', '/v1/actions/hook', { key: KEYS.royal })).status).toBe(404);
});

test('an action is described with what may keep it from being sent, and how it is asked what became of it', async () => {
  const credit = await api.send('GET', '/v1/actions/credit-referrer');
  expect(credit.json).toMatchObject({
    guards: ['block'],
    limits: [{ title: 'credit-referrer per player', per: 'player', count: 5, money: null, window: null }],
    status: { path: '/grants/{{call.key}}', after: 5_000 },
    allowedHours: null,
    expires: null,
  });
  const promotion = await api.send('GET', '/v1/actions/send-promotion');
  expect(promotion.json).toMatchObject({
    guards: ['block', 'consent'],
    channel: 'sms',
    allowedHours: { from: '09:00', until: '21:00', outside: 'wait', timeZone: 'state.time_zone' },
    status: null,
    expires: 86_400_000,
  });
});

test('a preview shows method, URL, headers and body as they would leave, proof masked', async () => {
  const { status, json } = await api.send('POST', '/v1/actions/credit-referrer/preview', {
    body: { playerId: 'p-2', fields: { amount } },
  });
  expect(status).toBe(200);
  expect(json).toMatchObject({
    result: 'ready',
    method: 'POST',
    url: 'http://operator.example:8090/bonus/credit/funds',
    headers: { 'content-type': 'application/json', 'x-api-key': '***' },
    body: '{"user_id":"p-2","amount":20.00,"currency":"EUR","reason":"refer-a-friend"}',
    value: amount,
  });
});

test('a secret in the query or a header stands in no preview', async () => {
  const { json } = await api.send('POST', '/v1/actions/hook/preview', {
    body: { event: { level: 'My level with " inside' }, fields: { code: 'W50' } },
  });
  expect(json).toMatchObject({
    url: 'https://hooks.example/services/T0/in?token=***&level=My%20level%20with%20%22%20inside&sig=***',
    headers: { 'x-tenant': '***', 'x-channel': 'crm' },
    body: '{"level":"My level with \\" inside","code":"W50","name":"friend"}',
  });
});

test.each([
  ['a missing value', { fields: { code: 'W50' } }, '{{event.level}}'],
  ['a missing field', { event: { level: 1 } }, '"code"'],
  ['an unknown field', { event: { level: 1 }, fields: { code: 'W50', cod: 1 } }, '"cod"'],
  ['a field of the wrong type', { event: { level: 1 }, fields: { code: 7 } }, '"code"'],
])('a preview with %s tells the refusal by name', async (_, body, name) => {
  const { status, json } = await api.send('POST', '/v1/actions/hook/preview', { body });
  expect([status, json.result]).toEqual([200, 'refused']);
  expect(json.reason).toContain(name);
});

test('a draft is previewed over an action, or alone, in any dialect', async () => {
  const preview = (name: string, body: object) => api.send('POST', `/v1/actions/${name}/preview`, { body });
  const over = await preview('credit-referrer', { fields: { amount }, draft: { body: { id: '{{player.id}}' } } });
  expect(over.json).toMatchObject({ result: 'ready', body: '{"id":"player-1"}' });
  const smartico = await preview('brand-new', {
    event: { level: 'a "b"' },
    state: { user_id: 7 },
    draft: {
      destination: 'hook',
      path: '/x',
      query: { v: '{{event.level}}' },
      dialect: 'smartico',
      body: '{"level": "{{event.level}}", "id": {{state.user_id}}}',
    },
  });
  expect(smartico.json).toMatchObject({ result: 'ready', url: expect.stringContaining('/x?v=a%20%22b%22&sig=***') });
  expect(JSON.parse(String(smartico.json.body))).toEqual({ level: 'a "b"', id: 7 });
  const fastTrack = await preview('brand-new', {
    playerId: '123',
    fields: { campaign_id: 'c-1' },
    draft: {
      path: '/opt-in',
      dialect: 'fast-track',
      body: '{"campaign_id": "{action_field:campaign_id}", "user_id": ["#UserId#"]}',
      fields: { campaign_id: { type: 'string', required: true } },
    },
  });
  expect(JSON.parse(String(fastTrack.json.body))).toEqual({ campaign_id: 'c-1', user_id: ['123'] });
});

test.each([
  ['an unclosed placeholder', { path: '/x', body: { a: '{{event.x' } }, 'draft.body'],
  ['a field that is not declared', { path: '/x', body: { a: '{{fields.x}}' } }, 'draft.body'],
  ['an unknown destination', { path: '/x', destination: 'nowhere' }, 'draft.destination'],
  ['a body on a GET', { path: '/x', method: 'GET', body: {} }, 'draft.body'],
  ['a path that is none', { path: 'x' }, 'draft.path'],
  ['a method that is none', { path: '/x', method: 'PUT' }, 'draft.method'],
  ['a key that is none', { path: '/x', boddy: {} }, 'draft.boddy'],
])('a draft with %s is refused by its field', async (_, draft, field) => {
  const { status, json } = await api.send('POST', '/v1/actions/brand-new/preview', { body: { draft } });
  expect(status).toBe(422);
  expect((json.errors as { field: string }[])[0]?.field).toContain(field);
});

test('a test-fire sends to an echo bucket what would have been sent, its proof masked', async () => {
  const body = { id: 't-1', playerId: 'p-2', fields: { amount }, bucket: 'fired' };
  const fired = await api.send('POST', '/v1/actions/triggercallback.credit-referrer/test', { body });
  expect(fired.json).toMatchObject({ to: 'echo', action: 'credit-referrer', list: '/echo-list/fired/' });
  const { json } = await api.send('GET', '/echo-list/fired/', { key: null });
  const [request] = json.requests as { path: string; method: string; body: string; headers: [string, string][] }[];
  expect(request).toMatchObject({
    method: 'POST',
    path: '/bonus/credit/funds',
    body: '{"user_id":"p-2","amount":20.00,"currency":"EUR","reason":"refer-a-friend"}',
  });
  const headers = Object.fromEntries(request?.headers ?? []);
  expect(headers).toMatchObject({ 'idempotency-key': fired.json.callKey, 'x-api-key': '***' });
  const again = await api.send('POST', '/v1/actions/credit-referrer/test', { body });
  expect(again.json.callKey).toBe(fired.json.callKey);
});

test('a test-fire without a bucket takes one that nobody guesses', async () => {
  const fire = async () =>
    (await api.send('POST', '/v1/actions/credit-referrer/test', { body: { id: 't', fields: { amount } } })).json.bucket;
  const [first, second] = [await fire(), await fire()];
  expect(first).toMatch(/^echo-.{16}$/);
  expect(second).not.toBe(first);
});

test('a test-fire at the destination is handed on whole, and answers with the run of its call', async () => {
  const body = { id: 't-1', to: 'destination', playerId: 'p-2', fields: { amount } };
  const sent = await api.send('POST', '/v1/actions/credit-referrer/test', { body });
  expect(sent).toMatchObject({ status: 202, json: { to: 'destination', action: 'credit-referrer', started: true } });
  expect(api.journeys.tests).toEqual([
    { brand: 'lucky', action: 'credit-referrer', id: 't-1', playerId: 'p-2', fields: { amount }, event: {} },
  ]);
  for (const extra of [{ bucket: 'mine' }, { lookup: { x: {} } }]) {
    const refused = await api.send('POST', '/v1/actions/credit-referrer/test', { body: { ...body, ...extra } });
    expect(refused).toMatchObject({ status: 422, json: { errors: [{ field: Object.keys(extra)[0] }] } });
  }
});

test('a test-fire that would be refused, or has no id, is a problem that says so', async () => {
  const fire = (body: object, key: string = KEYS.lucky) =>
    api.send('POST', '/v1/actions/credit-referrer/test', { body, key });
  expect(await fire({ fields: { amount } })).toMatchObject({ status: 422, json: { errors: [{ field: 'id' }] } });
  const refused = await fire({ id: 't' });
  expect([refused.status, refused.json.detail]).toEqual([422, expect.stringContaining('"amount"')]);
  expect((await fire({ id: 't', fields: { amount } }, KEYS.reader)).status).toBe(403);
});
