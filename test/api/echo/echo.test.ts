import { createHash, randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EchoStore } from '../../../api/echo/echo-store.js';
import type { Destination } from '../../../catalogue/destination/definition.js';
import { brandCatalogue, KEYS, startApi, type TestApi } from '../support/start-api.js';

interface Listed {
  readonly number: number;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: [string, string][];
  readonly body: string;
  readonly encoding: string;
  readonly size: number;
}

let api: TestApi;
afterEach(() => api.close());

const SECRET_BUCKET = 'some-secret-123456';

async function send(method: string, path: string, headers: Record<string, string> = {}, body?: unknown) {
  return api.send(method, `/echo-send/${path}`, { key: null, headers, ...(body === undefined ? {} : { body }) });
}

async function list(bucket: string): Promise<Listed[]> {
  const { json } = await api.send('GET', `/echo-list/${bucket}/`, { key: null });
  return json.requests as Listed[];
}

async function pageOf(bucket: string) {
  return api.send('GET', `/echo-list/${bucket}/`, { key: null, headers: { accept: 'text/html,*/*;q=0.8' } });
}

describe('on a machine of development', () => {
  beforeEach(async () => {
    api = await startApi({ echo: 'open' });
  });

  test('shows what was sent with any method, the newest first, with the path below the bucket', async () => {
    await send('GET', 'b/?event=level.up&user_ext_id=p-1');
    await send('POST', 'b/', {}, { user_id: '123' });
    await send('PUT', 'b/players/p%2F1/tags', {}, '{"n": 9007199254740993}');
    const requests = await list('b');
    expect(requests.map(({ method, path, query, body }) => [method, path, query, body])).toEqual([
      ['PUT', '/players/p%2F1/tags', '', '{"n": 9007199254740993}'],
      ['POST', '/', '', '{"user_id":"123"}'],
      ['GET', '/', 'event=level.up&user_ext_id=p-1', ''],
    ]);
    expect(await list('another')).toEqual([]);
  });

  test('answers so that a call to a bucket counts as delivered', async () => {
    expect((await send('POST', 'b', {}, {})).json).toEqual({
      Data: { bucket: 'b', number: 1 },
      Success: true,
      Errors: [],
    });
  });

  test('keeps the last 100 requests of a bucket', async () => {
    for (let n = 1; n <= 103; n += 1) await send('GET', `b?n=${n}`);
    const requests = await list('b');
    expect(requests).toHaveLength(100);
    expect([requests[0]?.query, requests[99]?.query]).toEqual(['n=103', 'n=4']);
  });

  test('masks secrets in headers, query, path and body, and nothing else', async () => {
    const key = 'wp_lucky_very-secret';
    const headers = {
      authorization: 'Bearer very-secret',
      'x-api-key': 'very-secret',
      cookie: 'session=very-secret',
      'webhook-signature': 'v1,very-secret',
      'x-hub-signature-256': 'very-secret',
      'x-client-secret': 'very-secret',
      'x-forwarded-url': `https://x/${key}`,
      'idempotency-key': 'wp_abcdefghijklmnopqrstuvwxyz',
      'webhook-id': 'msg-1',
      'content-type': 'application/json',
    };
    const query = 'access_token=very-secret&api%5Fkey=very-secret&sig=very-secret&user=p-1&monkey=see';
    await send('POST', `b/${key}?${query}`, headers, { link: `https://waypost/${key}`, note: 'a word' });
    const [request] = await list('b');
    expect(JSON.stringify(request)).not.toContain('very-secret');
    expect(Object.fromEntries(request?.headers ?? [])).toMatchObject({
      authorization: 'Bearer ***',
      'x-api-key': '***',
      'idempotency-key': 'wp_abcdefghijklmnopqrstuvwxyz',
      'webhook-id': 'msg-1',
    });
    expect(request?.query).toBe('access_token=***&api%5Fkey=***&sig=***&user=p-1&monkey=see');
    expect(request?.body).toContain('"note":"a word"');
    expect((await pageOf('b')).text).not.toContain('very-secret');
  });

  test('masks what the catalogue says is secret: headers and parameters by name, values wherever they stand', async () => {
    await api.close();
    const secret = 'very/secret "of 8" or more';
    const lucky = brandCatalogue('lucky');
    const about = {
      url: 'https://x',
      allow: [],
      tls: null,
      signing: null,
      timeout: 1,
      rateLimit: null,
      concurrency: null,
    };
    const destinations: Destination[] = [
      {
        ...about,
        name: 'a',
        fastTrackHeaders: false,
        auth: { kind: 'api-key', header: 'X-Tenant', secret: { env: 'A' } },
        headers: { 'X-Inner': { env: 'NOT_HERE' } },
      },
      {
        ...about,
        name: 'b',
        fastTrackHeaders: false,
        auth: { kind: 'query', parameter: 'K', secret: { env: 'A' } },
        headers: {},
      },
    ];
    const brand = { ...lucky, destinations: new Map(destinations.map((one) => [one.name, one])) };
    api = await startApi({ catalogue: { hash: '0', brands: new Map([['lucky', brand]]) }, environment: { A: secret } });
    const headers = { 'x-tenant': 'another-value', 'x-inner': 'very-inner', 'x-seen': secret, 'x-channel': 'crm' };
    await send('POST', `b/${encodeURIComponent(secret)}?k=another-value&q=${encodeURIComponent(secret)}`, headers, {
      pass: secret,
    });
    const [request] = await list('b');
    expect(Object.fromEntries(request?.headers ?? [])).toMatchObject({
      ...{ 'x-tenant': '***', 'x-inner': '***', 'x-seen': '***', 'x-channel': 'crm' },
    });
    expect([request?.path, request?.query, request?.body]).toEqual(['/***', 'k=***&q=***', '{"pass":"***"}']);
  });

  test('takes 10 MB and keeps the first 256 kB', async () => {
    const { status } = await send('POST', 'b', { 'content-type': 'text/plain' }, 'x'.repeat(10 * 1024 * 1024));
    expect(status).toBe(200);
    const [request] = await list('b');
    expect([request?.size, request?.body.length]).toEqual([10 * 1024 * 1024, 256 * 1024]);
    expect((await pageOf('b')).text.length).toBeLessThan(64 * 1024);
  });

  test.each([
    ['bytes that are no text', Buffer.from([0, 255, 254, 1]), 'base64'],
    ['random bytes', randomBytes(1_000), 'base64'],
    ['text with controls', Buffer.from('a\u0001b'), 'base64'],
    ['text in UTF-8', Buffer.from('Português “ok”'), 'utf-8'],
  ])('shows %s', async (_, body, encoding) => {
    await send('POST', 'b', { 'content-type': 'application/octet-stream', 'content-encoding': 'gzip' }, body);
    const [request] = await list('b');
    expect(request?.encoding).toBe(encoding);
    expect(Buffer.from(request?.body ?? '', encoding as BufferEncoding)).toEqual(body);
    expect((await pageOf('b')).status).toBe(200);
  });

  test('a page runs no script, loads nothing, and escapes every value', async () => {
    const evil = '"><script>alert(1)</script>\'`&';
    await send('POST', `b/%22%3E%3Cscript%3E?${new URLSearchParams({ [evil]: evil }).toString()}`, {}, { evil });
    await send('POST', 'b', { 'content-type': 'text/html', 'x-evil': '"><script>alert(1)</script>' }, evil);
    const { status, headers, text } = await pageOf('b');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[^']+';/);
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
    const style = /<style>(.*?)<\/style>/s.exec(text)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(headers.get('content-security-policy')).toContain(`'sha256-${hash}'`);
    expect(text).not.toMatch(/<script|<img|<link|\son\w+=/i);
    expect(text).toContain('&#60;script&#62;alert(1)&#60;/script&#62;');
    expect(text).not.toMatch(/(src|href)="(https?:)?\/\//);
  });

  test('a page names its language and title, and has one main heading', async () => {
    await send('POST', 'b', {}, {});
    const { text } = await pageOf('b');
    expect(text).toContain('<html lang="en">');
    expect(text).toContain('<title>Echo: b</title>');
    expect(text.match(/<h1>/g)).toHaveLength(1);
    expect(text).toContain('<main>');
  });

  test('suggests a bucket that nobody guesses, as a page or as JSON', async () => {
    const first = await api.send('GET', '/echo-list/', { key: null });
    const second = await api.send('GET', '/echo-list/', { key: null });
    expect(first.json.bucket).toMatch(/^echo-.{16}$/);
    expect(first.json.bucket).not.toBe(second.json.bucket);
    const page = await api.send('GET', '/echo-list/', { key: null, headers: { accept: 'text/html' } });
    expect(page.text).toMatch(/href="\/echo-list\/echo-.{16}\/"/);
  });

  test.each(['a%20b', '%3Cscript%3E', '-a', 'x'.repeat(65), '__proto__', '..%2F..'])(
    'the bucket %s is refused by a sentence',
    async (bucket) => {
      const { status, json } = await send('POST', bucket, {}, {});
      expect(status).toBe(422);
      expect(json.errors).toEqual([{ field: 'bucket', message: expect.stringContaining('letters') }]);
    },
  );

  test('a body that ends too early is not kept', async () => {
    const { port } = new URL(api.url);
    const socket = connect(Number(port), '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.write('POST /echo-send/b HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf');
    await new Promise((resolve) => setImmediate(resolve));
    socket.destroy();
    await expect.poll(() => api.log.find(({ route }) => route === '/echo-send/{bucket}')).toBeDefined();
    expect(await list('b')).toEqual([]);
  });
});

test('in production it is off unless it is switched on', async () => {
  api = await startApi({ echo: 'off' });
  for (const path of [`/echo-send/${SECRET_BUCKET}/`, `/echo-list/${SECRET_BUCKET}/`, '/echo-list/']) {
    const { status, json } = await api.send('GET', path);
    expect([status, json.detail], path).toEqual([404, expect.stringContaining('WAYPOST_ECHO=on')]);
  }
});

test('in production a key is needed to list, and a name that is not short', async () => {
  api = await startApi({ echo: 'on' });
  expect((await send('POST', `${SECRET_BUCKET}/`, {}, { a: 1 })).status).toBe(200);
  expect((await send('POST', 'short', {}, {})).status).toBe(422);
  expect((await pageOf(SECRET_BUCKET)).status).toBe(401);
  expect((await api.send('GET', `/echo-list/${SECRET_BUCKET}/`, { key: KEYS.reader })).status).toBe(403);
  const { json } = await api.send('GET', `/echo-list/${SECRET_BUCKET}/`);
  expect(json.requests).toHaveLength(1);
});

test('a thousand buckets full of large requests stay within the bound of memory', async () => {
  api = await startApi();
  const store = new EchoStore({ buckets: 1_000, perBucket: 100, bytes: 4 * 1024 * 1024 });
  const body = Buffer.alloc(64 * 1024);
  const request = { at: '', method: 'POST', path: '/', query: '', headers: [], body, size: body.length };
  for (let n = 0; n < 3_000; n += 1) {
    store.add(`bucket-${n % 1_500}`, request);
    expect(store.bytes).toBeLessThanOrEqual(4 * 1024 * 1024);
  }
  expect(store.list('bucket-1499')).toHaveLength(1);
  expect(store.list('bucket-0')).toEqual([]);
});
