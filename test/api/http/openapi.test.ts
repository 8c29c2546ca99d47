import formats from 'ajv-formats';
import { Ajv2020, type AnySchema } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documentedPath } from '../../../api/http/openapi.js';
import { routes } from '../../../api/http/routes.js';
import { KEYS, referral, startApi, type TestApi } from '../support/start-api.js';

interface Operation {
  readonly operationId: string;
  readonly security: readonly object[];
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly schema: object;
  }[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: { readonly $ref: string } }> };
  readonly responses: Record<
    string,
    { readonly description: string; readonly content: Record<string, { readonly schema: object }> }
  >;
}

interface Document {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: {
    readonly schemas: Record<string, AnySchema>;
    readonly securitySchemes: Record<string, object>;
  };
}

let api: TestApi;
let document: Document;
let ajv: Ajv2020;
beforeAll(async () => {
  api = await startApi();
  document = (await api.send('GET', '/openapi.json', { key: null })).json as unknown as Document;
  ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
});
afterAll(() => api.close());

function operations(): [string, Operation][] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, Operation] => [`${method} ${path}`, operation]),
  );
}

function validatorOf(name: string) {
  return ajv.compile({ $ref: `#/components/schemas/${name}`, components: document.components });
}

test('the document is OpenAPI 3.1 and lists every route exactly once', () => {
  expect(document.openapi).toMatch(/^3\.1\.\d$/);
  expect(document.info).toMatchObject({ title: 'Waypost', version: expect.any(String) });
  expect(
    operations()
      .map(([name]) => name)
      .sort(),
  ).toEqual(routes.map(({ method, path }) => `${method} ${documentedPath(path)}`).sort());
  const ids = operations().map(([, { operationId }]) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
});

test('every reference leads somewhere, and every schema is JSON Schema 2020-12', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, target]) => target);
  expect(references.length).toBeGreaterThan(20);
  for (const reference of references) {
    expect(Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`)).toContain(reference);
  }
  for (const schema of Object.values(document.components.schemas)) expect(ajv.validateSchema(schema)).toBe(true);
  expect(JSON.stringify(document)).not.toMatch(/"\$(id|schema)"/);
});

test('every path parameter is declared, and every operation tells its answers and its problems', () => {
  for (const [name, { parameters, responses, security }] of operations()) {
    const inPath = parameters.filter((parameter) => parameter.in === 'path').map((parameter) => parameter.name);
    expect(inPath, name).toEqual([...name.matchAll(/\{(\w+)\}/g)].map(([, id]) => id));
    expect(
      Object.keys(responses).some((status) => status.startsWith('2')),
      name,
    ).toBe(true);
    expect(responses['500']?.content, name).toHaveProperty('application/problem+json');
    if (name.includes('/v1/')) {
      const keys = [{ bearer: [] }, { header: [] }];
      const otherwise = name.includes('{token}') ? [] : [...keys, { signature: [] }];
      expect([keys, otherwise], name).toContainEqual(security);
      expect(Object.keys(responses), name).toEqual(expect.arrayContaining(['401', '403', '404']));
    }
  }
});

test('the query of the list is declared with its bounds', () => {
  const limit = document.paths['/v1/journeys']?.get?.parameters.find(({ name }) => name === 'limit');
  expect(limit).toMatchObject({
    in: 'query',
    required: false,
    schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
  });
});

test('what the document says of an event and of answers is what the server takes and gives', async () => {
  const isBody = validatorOf('EventOrBatch');
  expect(isBody(referral())).toBe(true);
  expect(isBody({ events: [referral()] })).toBe(true);
  expect(isBody(referral({ playerId: 7 }))).toBe(false);
  expect(isBody(referral({ ocurredAt: 'x' }))).toBe(false);
  const isAnswer = validatorOf('EventOrBatchAnswer');
  expect(isAnswer((await api.send('POST', '/v1/events', { body: referral() })).json)).toBe(true);
  expect(isAnswer((await api.send('POST', '/v1/events', { body: { events: [referral(), 7] } })).json)).toBe(true);
  const id = 'lucky:refer-a-friend:p-1';
  expect(validatorOf('RunPage')((await api.send('GET', '/v1/journeys')).json)).toBe(true);
  expect(validatorOf('RunExplanation')((await api.send('GET', `/v1/journeys/${id}`)).json)).toBe(true);
  expect(validatorOf('Problem')((await api.send('GET', '/v1/journeys?limit=0')).json)).toBe(true);
});

describe('the document and the server agree on a body', () => {
  const start = { journey: 'refer-a-friend', playerId: 'p-1', id: 's-1' };
  const hold = { scope: 'brand', name: 'lucky', reason: 'their deploy' };
  const all = { id: 'o-1', filter: { action: 'credit' }, decision: 'retry' };

  test.each<[name: string, path: string, body: object]>([
    ['StartOrder', '/v1/journeys', { ...start, playerId: ' p-1' }],
    ['StartOrder', '/v1/journeys', { ...start, playerId: 'p\u0000' }],
    ['StartOrder', '/v1/journeys', { ...start, id: 'a\u2028b' }],
    ['StartOrder', '/v1/journeys', { ...start, journey: 'Refer' }],
    ['HoldOrder', '/v1/holds', { ...hold, reason: '  ' }],
    ['ResolveOrder', '/v1/attention/wp_x', { decision: 'retry', moneyMoved: 'no' }],
    ['ResolveOrder', '/v1/attention/wp_x', { decision: 'skip', reference: 'grant 7' }],
    ['ResolveOrder', '/v1/attention/wp_x', { decision: 'skip', note: 'x'.repeat(299) }],
    ['ResolveAllOrder', '/v1/attention/resolve', { ...all, filter: {} }],
    ['ResolveAllOrder', '/v1/attention/resolve', { ...all, moneyMoved: 'no' }],
    ['TestOrder', '/v1/actions/credit/test', { id: 't-1', bucket: 'no bucket' }],
    ['Payloads', '/codec/decode', { payloads: [{ data: 'no base64!' }] }],
    ['Payloads', '/codec/decode', {}],
  ])('%s: neither takes %s %j', async (name, path, body) => {
    expect(validatorOf(name)(body)).toBe(false);
    expect((await api.send('POST', path, { body, key: KEYS.lucky })).status).toBe(422);
  });

  test.each<[name: string, body: object]>([
    ['StartOrder', { ...start, playerId: 'Zoë 負 7' }],
    ['HoldOrder', { ...hold, reason: ' a ' }],
    ['ResolveOrder', { decision: 'skip', moneyMoved: 'no', note: 'x'.repeat(298) }],
    ['ResolveOrder', { decision: 'delivered', reference: 'grant 7' }],
    ['ResolveAllOrder', { ...all, decision: 'skip', moneyMoved: 'unknown' }],
    ['TestOrder', { id: 't-1', bucket: 'a-bucket_1' }],
  ])('%s: the document takes %j', (name, body) => {
    expect(validatorOf(name)(body)).toBe(true);
  });
});

test('a batch says that an item is judged by itself', async () => {
  const { json } = await api.send('POST', '/v1/events', { body: { events: [{ ...referral(), unknown: 1 }] } });
  expect(json).toMatchObject({ events: [{ decisions: [{ decision: 'invalid' }] }] });
  expect(document.components.schemas['EventBatch']).toMatchObject({
    properties: { events: { description: expect.stringContaining('`invalid`') } },
  });
});

test('every status that the HTTP layer or an echo bucket answers is described', async () => {
  for (const [name, { responses, parameters }] of operations()) {
    expect(responses, name).toHaveProperty('431');
    if (!name.includes('/echo-')) continue;
    if (name.includes('{bucket}')) {
      expect(Object.keys(responses), name).toContain('422');
      expect(parameters[0], name).toMatchObject({ name: 'bucket', schema: { pattern: expect.any(String) } });
    }
    if (name.includes('/echo-send')) expect(Object.keys(responses), name).toContain('413');
    else expect(Object.keys(responses), name).toEqual(expect.arrayContaining(['401', '403']));
  }
  const long = await api.send('GET', `/v1/attention?reason=${'x'.repeat(20_000)}`);
  expect([long.status, long.text]).toEqual([431, '']);
  expect((await api.send('POST', '/echo-send/no%20bucket', { key: null })).status).toBe(422);
});
