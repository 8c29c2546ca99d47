import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Auth } from '../../../catalogue/destination/definition.js';
import { OAUTH, SECRET, type Sender, startSender, UNIBO } from '../sender.js';
import { json, serveTokens, type TokenServer } from '../token-server.js';

let sender: Sender;
let server: TokenServer;

/** All of a result that may be handed on. */
function comesBack(sent: Awaited<ReturnType<Sender['send']>>): string {
  if (sent.kind !== 'answer') throw new Error(sent.kind);
  return JSON.stringify([sent, sent.keep(sent.unmasked())]);
}

beforeEach(async () => {
  sender = await startSender();
  ({ server } = sender);
});
afterEach(() => server.close());

describe('a fixed proof', () => {
  it('none adds nothing', async () => {
    await sender.send({ kind: 'none' });
    expect(server.called[0]).toMatchObject({ url: '/pay?x=1' });
    expect(server.called[0]?.headers.authorization).toBeUndefined();
  });

  it('an API key stands in its header', async () => {
    await sender.send({ kind: 'api-key', header: 'X-Api-Key', secret: { env: 'KEY' } });
    expect(server.called[0]?.headers['x-api-key']).toBe(SECRET);
  });

  it('a bearer secret and a basic pair stand in the authorization', async () => {
    await sender.send({ kind: 'bearer', secret: { env: 'KEY' } });
    await sender.send({ kind: 'basic', username: 'wäy', password: { env: 'KEY' } });
    expect(server.called[0]?.headers.authorization).toBe(`Bearer ${SECRET}`);
    const pair = server.called[1]?.headers.authorization?.replace('Basic ', '') ?? '';
    expect(Buffer.from(pair, 'base64').toString()).toBe(`wäy:${SECRET}`);
  });

  it.each([
    ['/pay', '/pay?'],
    ['/pay?x=1', '/pay?x=1&'],
  ])('a query secret is added to %s, encoded', async (path, start) => {
    await sender.send({ kind: 'query', parameter: 'api key', secret: { env: 'KEY' } }, { path });
    const { url = '' } = server.called[0] ?? {};
    expect(url.startsWith(start)).toBe(true);
    expect(new URL(url, server.url).searchParams.get('api key')).toBe(SECRET);
  });

  it('is not renewed: a 401 is the answer, after one request', async () => {
    expect(await sender.send({ kind: 'bearer', secret: { env: 'KEY' } })).toMatchObject({
      kind: 'answer',
      status: 401,
    });
    expect(server.called).toHaveLength(1);
  });

  it('whose secret is missing is held, and nothing leaves', async () => {
    sender.environment = {};
    const auth: Auth = { kind: 'query', parameter: 'k', secret: { env: 'KEY' } };
    expect(await sender.send(auth)).toMatchObject({
      kind: 'unproven',
      class: 'held',
      reason: expect.stringContaining('KEY') as string,
    });
    expect(server.called).toEqual([]);
  });
});

describe('a header that is secret', () => {
  const headers = { 'X-Tenant-Key': { env: 'TENANT' }, 'x-channel': 'crm' };
  const TENANT = 'tenant/secret+canary';

  it.each([{ kind: 'none' as const }, { kind: 'bearer' as const, secret: { env: 'KEY' } }, OAUTH])(
    'goes with $kind auth, and comes back in no answer',
    async (auth) => {
      sender.environment = { KEY: SECRET, TENANT };
      const sent = await sender.send(auth, {}, { headers });
      expect(server.called.map((one) => one.headers['x-tenant-key'])).toEqual([TENANT]);
      expect(comesBack(sent)).toContain('***');
      expect(comesBack(sent)).not.toContain('canary');
    },
  );

  it('gives way to the auth of the same header', async () => {
    sender.environment = { KEY: SECRET, TENANT };
    const auth: Auth = { kind: 'api-key', header: 'x-tenant-key', secret: { env: 'KEY' } };
    await sender.send(auth, {}, { headers });
    expect(server.called[0]?.headers['x-tenant-key']).toBe(SECRET);
  });

  it('that is missing is held, and nothing leaves', async () => {
    expect(await sender.send({ kind: 'none' }, {}, { headers })).toMatchObject({ kind: 'unproven', class: 'held' });
    expect(server.called).toEqual([]);
  });
});

describe('client credentials', () => {
  it('go to the token endpoint as a form, id and secret in the header', async () => {
    expect(await sender.send({ ...OAUTH, scope: 'a b', audience: 'https://x' })).toMatchObject({ status: 200 });
    const [asked] = server.asked;
    expect(asked?.headers['content-type']).toContain('application/x-www-form-urlencoded');
    expect(Object.fromEntries(new URLSearchParams(asked?.body))).toEqual({
      grant_type: 'client_credentials',
      scope: 'a b',
      audience: 'https://x',
    });
    // RFC 6749, section 2.3.1: both are form-encoded before they are joined.
    const [id, secret] = Buffer.from(asked?.headers.authorization?.slice(6) ?? '', 'base64')
      .toString()
      .split(':');
    expect([...new URLSearchParams(`${id}=${secret}`)]).toEqual([['way:post', SECRET]]);
    expect(server.called[0]?.headers.authorization).toBe('Bearer token-1-canary');
  });

  it('go into the form when the destination says body', async () => {
    await sender.send({ ...OAUTH, clientAuth: 'body' });
    const form = new URLSearchParams(server.asked[0]?.body);
    expect([form.get('client_id'), form.get('client_secret')]).toEqual(['way:post', SECRET]);
    expect(server.asked[0]?.headers.authorization).toBeUndefined();
  });

  it('may go to another server, whatever content type it calls its JSON', async () => {
    const other = await serveTokens();
    other.tokenAnswer = (response) => response.end('{"access_token":"elsewhere-canary","token_type":"bearer"}');
    await sender.send({ ...OAUTH, tokenUrl: `${other.url}/token?tenant=1` });
    expect(other.asked[0]?.url).toBe('/token?tenant=1');
    expect(server.called[0]?.headers.authorization).toBe('Bearer elsewhere-canary');
    await other.close();
  });
});

it('a token endpoint of the Unibo kind is told its credentials as JSON', async () => {
  expect(await sender.send(UNIBO)).toMatchObject({ status: 200 });
  expect(server.asked[0]).toMatchObject({ headers: { 'content-type': 'application/json' } });
  expect(JSON.parse(server.asked[0]?.body ?? '')).toEqual({ user: 'waypost', pass: SECRET });
});

it('its token and lifetime are found by their paths', async () => {
  server.tokenAnswer = (response) => json(response, 200, { data: { jwt: 'deep-canary', ttl: '10' } });
  const auth = { ...UNIBO, tokenPath: 'data.jwt', expiresPath: 'data.ttl' };
  await sender.send(auth);
  await sender.send(auth);
  expect(server.called[0]?.headers.authorization).toBe('Bearer deep-canary');
  // Ten seconds are less than the thirty by which a token is dropped early.
  expect(server.asked.length).toBeGreaterThan(1);
});

describe('a secret that the other side repeats', () => {
  it.each<[string, Auth]>([
    ['bearer', { kind: 'bearer', secret: { env: 'KEY' } }],
    ['basic', { kind: 'basic', username: 'u', password: { env: 'KEY' } }],
    ['oauth2', OAUTH],
  ])('is not in what comes back: %s', async (_, auth) => {
    const sent = await sender.send(auth);
    const { authorization = '' } = server.called[0]?.headers ?? {};
    expect(authorization).not.toBe('');
    const left = comesBack(sent);
    expect(left).not.toContain(authorization.split(' ').at(-1));
    expect(left).not.toContain('canary');
    expect(left).toContain('***');
  });
});
