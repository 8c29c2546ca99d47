import type { ServerResponse } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OAUTH, SECRET, type Sender, startSender, UNIBO } from '../sender.js';
import { closedPort } from '../servers.js';
import { json, type TokenServer } from '../token-server.js';

let sender: Sender;
let server: TokenServer;

beforeEach(async () => {
  sender = await startSender();
  ({ server } = sender);
});
afterEach(() => server.close());

describe.each([OAUTH, UNIBO])('a token ($kind)', (auth) => {
  it('is fetched once for concurrent requests, and kept', async () => {
    const sent = await Promise.all(Array.from({ length: 20 }, () => sender.send(auth)));
    expect(sent.every((one) => one.kind === 'answer' && one.status === 200)).toBe(true);
    await sender.send(auth);
    expect(server.asked).toHaveLength(1);
  });

  it("is each brand's own", async () => {
    await sender.send(auth);
    await sender.send(auth, { brand: 'royal' });
    expect(server.asked).toHaveLength(2);
  });

  it('that is refused is renewed, and the request goes out once more', async () => {
    await sender.send(auth);
    server.revoke();
    expect(await sender.send(auth)).toMatchObject({ status: 200 });
    expect(server.called.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer token-1-canary',
      'Bearer token-1-canary',
      'Bearer token-2-canary',
    ]);
  });

  it('that is refused to many at once is renewed once', async () => {
    await sender.send(auth);
    server.revoke();
    const sent = await Promise.all(Array.from({ length: 10 }, () => sender.send(auth)));
    expect(sent.every((one) => one.kind === 'answer' && one.status === 200)).toBe(true);
    expect(server.asked).toHaveLength(2);
  });

  it('that is refused twice leaves it at that', async () => {
    const refused = await startSender({ refuseAll: true });
    expect(await refused.send(auth)).toMatchObject({ kind: 'answer', status: 401 });
    expect([refused.server.asked.length, refused.server.called.length]).toEqual([2, 2]);
    await refused.server.close();
  });

  it('is dropped when the secret changes', async () => {
    await sender.send(auth);
    sender.environment = { KEY: 'another-secret' };
    await sender.send(auth);
    expect(server.called[1]?.headers.authorization).toBe('Bearer token-2-canary');
  });

  it.each([
    ['retry', 500],
    ['retry', 503],
    ['retry', 429],
    ['retry', 425],
    ['retry', 408],
    ['held', 400],
    ['held', 401],
    ['held', 403],
    ['held', 404],
    ['held', 302],
  ] as const)('%s when its endpoint answers %i, and nothing was sent', async (expected, status) => {
    server.tokenAnswer = (response) => json(response, status, { error: 'invalid_client', error_description: SECRET });
    const sent = await sender.send(auth);
    expect(sent).toMatchObject({ kind: 'unproven', class: expected });
    expect(JSON.stringify(sent)).toContain(
      `could not get a token: the token endpoint answered ${status} (invalid_client)`,
    );
    expect(JSON.stringify(sent)).not.toContain('canary');
    expect(server.called).toEqual([]);
  });

  it.each([
    ['an HTML page', '<html>canary</html>'],
    ['nothing', ''],
    ['no token', '{"token_type":"bearer","note":"canary"}'],
    ['a token that is no text', '{"access_token":7,"token_type":"bearer","note":"canary"}'],
    ['a token that no header can carry', '{"access_token":"canary\\r\\nx: y","token_type":"bearer"}'],
    ['a lifetime that is none', '{"access_token":"canary","token_type":"bearer","expires_in":"soon"}'],
  ])('is held when its endpoint answers with %s', async (_, body) => {
    server.tokenAnswer = (response) => response.end(body);
    const sent = await sender.send(auth);
    expect(sent).toMatchObject({ kind: 'unproven', class: 'held' });
    expect(JSON.stringify(sent)).toContain('could not get a token: ');
    expect(JSON.stringify(sent)).not.toContain('canary');
  });

  it.each([
    ['breaks off', (response: { destroy: () => void }) => response.destroy()],
    ['is too long', (response: { end: (text: string) => void }) => response.end('x'.repeat(1_100_000))],
  ])('may be had later when its endpoint %s', async (_, answer) => {
    server.tokenAnswer = answer;
    expect(await sender.send(auth)).toMatchObject({ kind: 'unproven', class: 'retry' });
  });

  it('that does not come in time leaves the request unsent, and serves the next one', async () => {
    const held = new Promise<ServerResponse>((resolve) => (server.tokenAnswer = resolve));
    const [sent, response] = await Promise.all([sender.send(auth, { deadline: Date.now() + 300 }), held]);
    expect(sent).toEqual({
      kind: 'unproven',
      class: 'retry',
      reason: 'could not get a token: it did not come within the time of the request',
    });
    expect(server.called).toEqual([]);
    server.tokenAnswer = null;
    const next = sender.send(auth);
    json(response, 200, { access_token: 'late-canary', token_type: 'bearer', expires_in: 3600 });
    expect(await next).toMatchObject({ status: 200 });
    // This server does not know the late token, so it was renewed.
    expect(server.called.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer late-canary',
      'Bearer token-1-canary',
    ]);
  });
});

describe('a token endpoint that can not be reached', () => {
  it.each([
    ['refuses connections', async () => `http://127.0.0.1:${await closedPort()}/token`],
    ['has no address', () => Promise.resolve('http://no-such-host.invalid/token')],
  ])('%s: the request was surely not sent', async (_, url) => {
    expect(await sender.send({ ...OAUTH, tokenUrl: await url() })).toMatchObject({
      kind: 'unproven',
      class: 'retry',
      reason: expect.stringContaining('could not get a token: no answer') as string,
    });
  });

  it('would lead away from the destination: held', async () => {
    expect(await sender.send({ ...UNIBO, path: '//evil.example/token' })).toMatchObject({
      kind: 'unproven',
      class: 'held',
    });
    expect(await sender.send({ ...OAUTH, tokenUrl: 'token' })).toMatchObject({ kind: 'unproven', class: 'held' });
  });
});

describe('a target that the destination may not reach', () => {
  it.each([OAUTH, UNIBO])('is not asked for a token ($kind): parked, and surely not sent', async (auth) => {
    const sent = await sender.send(auth, {}, { allow: [] });
    expect(sent).toMatchObject({ kind: 'unproven', class: 'parked' });
    expect(JSON.stringify(sent)).toContain('the address 127.0.0.1 is not public (loopback)');
    expect([server.asked, server.called]).toEqual([[], []]);
  });

  it('is no token endpoint either, where the destination itself may be reached', async () => {
    const sent = await sender.send({ ...OAUTH, tokenUrl: server.url.replace('127.0.0.1', '127.0.0.2') + '/token' });
    expect(sent).toMatchObject({ kind: 'unproven', class: 'parked' });
    expect(server.called).toEqual([]);
  });

  it('is not sent to', async () => {
    const sent = await sender.send({ kind: 'none' }, {}, { allow: [] });
    expect(sent).toMatchObject({ kind: 'failed', what: 'forbidden', written: false });
    expect(server.called).toEqual([]);
  });
});

describe('signing', () => {
  const ENVIRONMENT = { KEY: SECRET, SIGN: `whsec_${Buffer.from('s'.repeat(32)).toString('base64')}` };
  const signing = { kind: 'standard-webhooks' as const, secrets: [{ env: 'SIGN' }] };
  const verify = ({ body, headers }: { body: string; headers: object }): unknown =>
    new Webhook(ENVIRONMENT.SIGN).verify(body, headers as Record<string, string>);

  it('covers the very bytes that arrive, for each request anew', async () => {
    sender.environment = ENVIRONMENT;
    await sender.send(OAUTH, {}, { signing });
    server.revoke();
    await sender.send(OAUTH, {}, { signing });
    expect(server.called).toHaveLength(3);
    for (const seen of server.called) {
      expect(seen.headers['webhook-id']).toBe('wp_1');
      expect(verify(seen)).toEqual({});
      expect(() => verify({ ...seen, body: '{} ' })).toThrow();
    }
    expect(server.asked[0]?.headers['webhook-signature']).toBeUndefined();
  });

  it('leaves out what has no id: lookups and option lists', async () => {
    sender.environment = ENVIRONMENT;
    await sender.send({ kind: 'none' }, { signedAs: null }, { signing });
    expect(server.called[0]?.headers['webhook-signature']).toBeUndefined();
  });

  it('without its secret is held, and nothing leaves', async () => {
    const sent = await sender.send({ kind: 'none' }, {}, { signing });
    expect(sent).toMatchObject({ kind: 'unproven', class: 'held' });
    expect(JSON.stringify(sent)).toContain('the environment variable SIGN is not set');
    expect(server.called).toEqual([]);
  });
});
