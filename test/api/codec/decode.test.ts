import { defaultPayloadConverter } from '@temporalio/common';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { EncryptionCodec } from '../../../client/codec/encryption-codec.js';
import type { PayloadJson } from '../../../client/codec/sealed-payload.js';
import { fileKey, testKeys } from '../../client/codec/test-keys.js';
import { KEYS, type Sent, startApi, type TestApi } from '../support/start-api.js';

const UI = 'http://127.0.0.1:8233';
const OTHER_UI = 'https://temporal.example';
const GENERAL = fileKey('general', 2);
const ENCRYPTION = testKeys(fileKey('lucky-1', 1, 'lucky'), GENERAL);

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ encryption: ENCRYPTION, codecOrigins: [UI, OTHER_UI] });
});
afterAll(() => api.close());

const base64 = (bytes: Uint8Array | null | undefined): string => Buffer.from(bytes ?? []).toString('base64');

/** A payload that says "canary", as Temporal's UI sends it; plain for no workflow id. */
async function payload(workflowId?: string, keys = ENCRYPTION): Promise<PayloadJson> {
  const plain = defaultPayloadConverter.toPayload('canary');
  const context = { type: 'workflow', namespace: 'n', workflowId: workflowId ?? '' } as const;
  const [one] = workflowId === undefined ? [plain] : await new EncryptionCodec(keys).encode([plain], context);
  const named = Object.entries(one?.metadata ?? {}).map(([name, value]) => [name, base64(value)]);
  return { metadata: Object.fromEntries(named) as Record<string, string>, data: base64(one?.data) };
}

const LUCKY = 'lucky:welcome:p-1';
const PLAIN = { metadata: { encoding: 'anNvbi9wbGFpbg==' }, data: 'ImNhbmFyeSI=' };
const decode = (payloads: unknown, sent: Sent = {}, path = '/codec/decode') =>
  api.send('POST', path, { key: KEYS.decoder, body: { payloads }, ...sent });

test('payloads come back in their order, decrypted, and plain ones as they came', async () => {
  const odd = { metadata: { encoding: 'YmluYXJ5L251bGw=' }, somethingElse: 1 };
  const payloads = [await payload(LUCKY), await payload(), odd, await payload('lucky:~sweep:e-1')];
  const { status, json } = await decode(payloads);
  expect(status).toBe(200);
  expect(json).toEqual({ payloads: [PLAIN, PLAIN, odd, PLAIN] });
  expect(await decode([])).toMatchObject({ status: 200, json: { payloads: [] } });
});

describe('who may decode', () => {
  it.each([
    ['no key', null, 401, 'unauthenticated'],
    ['a key that nobody knows', 'wp_nobody_secret', 401, 'unauthenticated'],
    ['an expired key', KEYS.expired, 401, 'unauthenticated'],
    ['a key without the scope', KEYS.reader, 403, 'missing-scope'],
    ['a key of another brand', KEYS.royal, 404, 'not-found'],
  ])('%s may not', async (_who, key, status, kind) => {
    const refused = await decode([await payload(), await payload(LUCKY)], { key });
    expect(refused.status).toBe(status);
    expect(refused.json['type']).toBe(`urn:waypost:problem:${kind}`);
    expect(refused.text).not.toContain('ImNhbmFyeSI=');
  });

  it('a key of the brand, or of several, may', async () => {
    for (const key of [KEYS.decoder, KEYS.lucky, KEYS.both])
      expect((await decode([await payload(LUCKY)], { key })).status).toBe(200);
  });

  it('what belongs to no brand is for a key that holds all of them', async () => {
    const payloads = [await payload('plain-7')];
    expect(await decode(payloads)).toMatchObject({
      status: 404,
      json: { errors: [{ field: 'payloads[0]', message: 'belongs to a brand that the key does not hold' }] },
    });
    expect((await decode(payloads, { key: KEYS.both })).json).toEqual({ payloads: [PLAIN] });
  });
});

describe('a key in the URL, for the UI', () => {
  const inUrl = async (key: string) => decode([await payload(LUCKY)], { key: null }, `/codec/${key}/decode`);

  it('decodes when it may do nothing else', async () => {
    expect((await inUrl(KEYS.decoder)).json).toEqual({ payloads: [PLAIN] });
  });

  it.each([
    ['that is not known', 'wp_nobody_secret', 401],
    ['that may do more', KEYS.lucky, 401],
    ['without the scope', KEYS.token, 403],
  ])('is refused when it is one %s', async (_what, key, status) => {
    expect((await inUrl(key)).status).toBe(status);
  });

  it('is not logged', async () => {
    await inUrl(KEYS.decoder);
    expect(JSON.stringify(api.log)).toContain('/codec/{token}/decode');
    expect(JSON.stringify(api.log)).not.toContain(KEYS.decoder);
  });
});

describe('pages in a browser', () => {
  const preflight = (origin: string, path = '/codec/decode') =>
    api.send('OPTIONS', path, {
      key: null,
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,x-namespace',
      },
    });

  it.each([UI, OTHER_UI])('may ask from %s, and read answers and refusals', async (origin) => {
    for (const path of ['/codec/decode', `/codec/${KEYS.decoder}/decode`]) {
      const asked = await preflight(origin, path);
      expect([asked.status, asked.text]).toEqual([204, '']);
      expect(asked.headers.get('access-control-allow-origin')).toBe(origin);
      expect(asked.headers.get('access-control-allow-methods')).toBe('POST');
      expect(asked.headers.get('access-control-allow-headers')).toBe(
        'Authorization, Content-Type, X-Api-Key, X-Namespace',
      );
      expect(asked.headers.get('access-control-allow-credentials')).toBeNull();
    }
    const answered = await decode([await payload(LUCKY)], { headers: { origin, 'x-namespace': 'n' } });
    const refused = await decode([await payload(LUCKY)], { key: KEYS.reader, headers: { origin } });
    expect([answered.status, refused.status]).toEqual([200, 403]);
    for (const { headers } of [answered, refused]) {
      expect(headers.get('access-control-allow-origin')).toBe(origin);
      expect(headers.get('vary')).toContain('Origin');
    }
  });

  it.each([
    'http://127.0.0.1:8234',
    'http://localhost:8233',
    'https://127.0.0.1:8233',
    `${UI}.evil.example`,
    'null',
    '*',
  ])('may not from %s, also with a good key', async (origin) => {
    const refused = await decode([await payload(LUCKY)], { headers: { origin } });
    expect([refused.status, refused.json['type']]).toEqual([403, 'urn:waypost:problem:foreign-origin']);
    for (const { status, headers } of [refused, await preflight(origin)]) {
      expect(status).toBe(403);
      expect(headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  it('are let in nowhere else', async () => {
    const { headers } = await api.send('GET', '/v1/journeys', { headers: { origin: UI } });
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('a payload that can not be decrypted is named, with the reason', () => {
  it('when its key is not there', async () => {
    const foreign = await payload('lucky:a:b', testKeys(fileKey('lost', 9)));
    const message =
      'a payload is encrypted with the key "lost", which this process does not have: add it to the file of WAYPOST_ENCRYPTION_KEYS';
    expect(await decode([await payload(LUCKY), foreign])).toMatchObject({
      status: 422,
      json: { detail: `payloads[1]: ${message}.`, errors: [{ field: 'payloads[1]', message }] },
    });
  });

  it('when it was tampered with', async () => {
    const sealed = await payload(LUCKY);
    const data = Buffer.from(sealed.data ?? '', 'base64');
    data.writeUInt8(data.readUInt8(20) ^ 1, 20);
    const { status, json } = await decode([{ ...sealed, data: data.toString('base64') }]);
    expect(status).toBe(422);
    expect(json['detail']).toMatch(
      /^payloads\[0\]: a payload encrypted with the key "lucky-1" can't be decrypted: the payload was changed/,
    );
  });

  it('when it claims a brand that is not its own', async () => {
    const royal = await payload('royal:welcome:p-1');
    const claimed = { ...royal, metadata: { ...royal.metadata, 'encryption-brand': base64(Buffer.from('lucky')) } };
    expect((await decode([claimed])).status).toBe(422);
  });
});

test.each([
  ['no payloads', {}, 'payloads'],
  ['payloads that are no list', { payloads: 'x' }, 'payloads'],
  ['data that is no base64', { payloads: [{ data: '*' }] }, 'payloads[0].data'],
  [
    'metadata that is no base64',
    { payloads: [{ metadata: { encoding: 'json/plain' } }] },
    'payloads[0].metadata.encoding',
  ],
])('a body with %s is refused by the field', async (_what, body, field) => {
  expect(await api.send('POST', '/codec/decode', { key: KEYS.decoder, body })).toMatchObject({
    status: 422,
    json: { errors: [{ field }] },
  });
});

test('a payload as large as Temporal takes is decoded, and more is refused', async () => {
  const large = { metadata: { encoding: 'YmluYXJ5L3BsYWlu' }, data: base64(Buffer.alloc(2 * 1024 * 1024)) };
  expect((await decode([large])).status).toBe(200);
  expect((await decode([large, large])).status).toBe(413);
});

test('nothing that was decoded is logged', () => {
  expect(JSON.stringify(api.log)).not.toMatch(/canary|ImNhbmFyeSI=/);
});
