import type { RequestListener, ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createGzip, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { renderCall } from '../../../catalogue/action/render.js';
import type { Catalogue } from '../../../catalogue/catalogue.js';
import type { Destination } from '../../../catalogue/destination/definition.js';
import type { AttemptReport, DeliveryMode, PreparedCall } from '../../../workflows/contracts/calls/call.js';
import { makeAuthority, makeCertificate } from '../../outbound/certificates.js';
import { listen, serveHttp, serveTcp, type TestServer } from '../../outbound/servers.js';
import { activitiesOf, attempt, catalogueAt, REQUEST, SECRETS } from '../world.js';

let server: TestServer | undefined;

afterEach(() => server?.close());

const MODES: readonly DeliveryMode[] = ['idempotent', 'reconcile', 'once'];

/** The bytes of a call that moves money, decided without asking the guards: these servers answer nobody. */
function rendered(catalogue: Catalogue): PreparedCall {
  const decision = renderCall(catalogue, REQUEST, {});
  if (decision.kind !== 'ready') throw new Error(`not ready: ${decision.reason}`);
  return decision.call;
}

/** The report of one attempt at a money call that goes to this URL. */
async function attemptAt(
  url: string,
  { call = {}, ...about }: Partial<Destination> & { call?: Partial<PreparedCall> } = {},
  environment: NodeJS.ProcessEnv = {},
): Promise<AttemptReport> {
  const catalogue = catalogueAt(url, { destination: about });
  const activities = activitiesOf(catalogue, { ...SECRETS, ...environment });
  return attempt(activities, { ...rendered(catalogue), ...call });
}

/** The report of one attempt that is answered like this, by a server that heard exactly one request. */
async function meeting(listener: RequestListener, call: Partial<PreparedCall> = {}): Promise<AttemptReport> {
  server = await serveHttp(listener);
  const report = await attemptAt(`http://127.0.0.1:${server.port}`, { call });
  expect(server.received().match(/POST \/bonus/g)).toHaveLength(1);
  return report;
}

const json = (status: number, body: unknown, headers = {}): RequestListener => {
  return (_, response) => response.writeHead(status, headers).end(JSON.stringify(body));
};
const bare = (status: number, headers = {}): RequestListener => {
  return (_, response) => response.writeHead(status, headers).end();
};
const html: RequestListener = (_, response) => response.end('<!doctype html><title>Log in</title>');

describe('an answer with a status, once for money and once for a message', () => {
  it.each<[string, RequestListener, AttemptReport['class'], AttemptReport['class']]>([
    ['200 with Success: false', json(200, { Success: false }), 'refused', 'refused'],
    ['200 with HTML', html, 'unknown', 'parked'],
    ['200 with nothing', bare(200), 'delivered', 'delivered'],
    ['204', bare(204), 'delivered', 'delivered'],
    ['301', bare(301, { location: '/bonus/moved' }), 'parked', 'parked'],
    ['401, always', bare(401), 'held', 'held'],
    ['403', bare(403), 'held', 'held'],
    ['404', bare(404), 'parked', 'parked'],
    ['409 duplicate grant', json(409, { code: 'DUPLICATE_GRANT' }), 'refused', 'refused'],
    ['410', bare(410), 'refused', 'refused'],
    ['422', bare(422), 'refused', 'refused'],
    ['425', bare(425), 'retry', 'retry'],
    ['429', bare(429), 'retry', 'retry'],
    ['500', bare(500), 'unknown', 'unknown'],
    ['500 with Success: false', json(500, { Success: false, Errors: ['busy'] }), 'unknown', 'unknown'],
    ['503', bare(503), 'unknown', 'unknown'],
  ])('%s', async (_, listener, money, message) => {
    expect(await meeting(listener)).toMatchObject({ class: money, retryAfter: null });
    await server?.close();
    expect(await meeting(listener, { effect: 'message' })).toMatchObject({ class: message });
  });

  it('409 duplicate grant is delivered where the action says so', async () => {
    const answers = { duplicateIsDelivered: true };
    expect(await meeting(json(409, { code: 'DUPLICATE_GRANT' }), { answers })).toMatchObject({ class: 'delivered' });
  });
});

describe('what Retry-After asks for', () => {
  const inAMinute = (): string => new Date(Date.now() + 60_000).toUTCString();

  it.each([429, 503])('comes with a %i: seconds, or a date', async (status) => {
    const expected = status === 429 ? 'retry' : 'unknown';
    expect(await meeting(bare(status, { 'retry-after': '30' }))).toMatchObject({ class: expected, retryAfter: 30_000 });
    await server?.close();
    const { retryAfter } = await meeting((_, response) =>
      response.writeHead(status, { 'retry-after': inAMinute() }).end(),
    );
    expect(retryAfter).toBeGreaterThan(0);
    expect(retryAfter).toBeLessThanOrEqual(60_000);
  });

  it.each(['soon', '-30', '315360000', 'Wed, 21 Oct 2015 07:28:00 GMT'])('is not %j', async (header) => {
    expect(await meeting(bare(429, { 'retry-after': header }))).toMatchObject({ class: 'retry', retryAfter: null });
  });
});

/** Ends a stream of answers when the client has gone. */
const goingOn = (response: ServerResponse, write: () => void, every: number): void => {
  const timer = setInterval(write, every);
  response.on('close', () => clearInterval(timer));
};

describe.each(MODES)('an answer that never is one is unknown, %s', (mode) => {
  it.each<[string, RequestListener, number | undefined]>([
    [
      'half of it',
      (_, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"Success":', () => response.destroy());
      },
      undefined,
    ],
    ['one without end', (_, response) => goingOn(response, () => response.write('x'.repeat(300_000)), 1), undefined],
    [
      'a gzip bomb',
      (_, response) =>
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(64 * 1024 * 1024))),
      undefined,
    ],
    [
      'a gzip bomb without end',
      (_, response) => {
        const zip = createGzip();
        zip.pipe(response.writeHead(200, { 'content-encoding': 'gzip' }));
        goingOn(response, () => zip.write(Buffer.alloc(1024 * 1024)), 1);
      },
      undefined,
    ],
    ['a byte now and then, for ever', (_, response) => goingOn(response, () => response.write('x'), 50), 400],
    ['headers now and then, for ever', ({ socket }) => trickle(socket), 400],
    ['a reset in its middle', (_, response) => void response.write('{', () => response.socket?.destroy()), undefined],
    ['a reset after the request', ({ socket }) => socket.resetAndDestroy(), undefined],
  ])('%s', async (_, listener, timeout) => {
    const call = timeout === undefined ? {} : { timeout };
    expect(await meeting(listener, { ...call, mode })).toMatchObject({ class: 'unknown', status: null, answer: null });
  });
});

function trickle(socket: NodeJS.WritableStream & { on(event: 'close', then: () => void): unknown }): void {
  socket.write('HTTP/1.1 200 OK\r\n');
  const timer = setInterval(() => socket.write('x-a: b\r\n'), 50);
  socket.on('close', () => clearInterval(timer));
}

describe.each(MODES)('what never became a request is surely not sent, %s', (mode) => {
  const call = { mode };

  it('a reset within the handshake: retry', async () => {
    server = await serveTcp((socket) => socket.once('data', () => socket.resetAndDestroy()));
    const report = await attemptAt(`https://127.0.0.1:${server.port}`, { call });
    expect(report).toMatchObject({ class: 'retry', reason: expect.stringContaining('surely not sent') as string });
  });

  it('a name that does not resolve: retry', async () => {
    const report = await attemptAt('http://no-such-host.invalid', { call });
    expect(report).toMatchObject({ class: 'retry', reason: expect.stringContaining('surely not sent') as string });
  });

  it.each([
    ['has expired', { ip: '127.0.0.1' }, true],
    ['is for another host', { name: 'other.example' }, false],
  ] as const)('a certificate that %s: held', async (_, host, expired) => {
    const authority = await makeAuthority();
    const https = createHttpsServer(await makeCertificate(host, { authority, expired }));
    https.on('request', (_request, response) => response.end());
    server = await listen(https);
    const url = `https://127.0.0.1:${server.port}`;
    const report = await attemptAt(url, { call, tls: { ca: { env: 'CA' } } }, { CA: authority.cert });
    expect(report).toMatchObject({ class: 'held', reason: expect.stringContaining('not trusted') as string });
  });

  it('an address that the destination does not allow: parked, with the fix', async () => {
    server = await serveTcp(() => undefined);
    const catalogue = catalogueAt(`http://127.0.0.1:${server.port}`);
    const activities = activitiesOf(withoutAllow(catalogue));
    const report = await attempt(activities, { ...rendered(catalogue), ...call });
    expect(report).toMatchObject({ class: 'parked', status: null });
    expect(report.reason).toMatch(/127\.0\.0\.1 is not public.*allow/);
    expect(server.connections()).toBe(0);
  });
});

/** As if a name had led to a public address when the catalogue was checked. */
function withoutAllow(catalogue: Catalogue): Catalogue {
  const brands = [...catalogue.brands].map(([name, brand]) => {
    const destinations = [...brand.destinations].map(([key, one]) => [key, { ...one, allow: [] }] as const);
    return [name, { ...brand, destinations: new Map(destinations) }] as const;
  });
  return { ...catalogue, brands: new Map(brands) };
}

describe('the connection of an attempt', () => {
  it.each([
    ['once', 2],
    ['reconcile', 2],
    ['idempotent', 1],
  ] as const)('in mode %s: two attempts make %i', async (mode, connections) => {
    server = await serveHttp(json(200, { Success: true }));
    const catalogue = catalogueAt(`http://127.0.0.1:${server.port}`);
    const activities = activitiesOf(catalogue);
    const call = { ...rendered(catalogue), mode };
    await attempt(activities, call);
    await attempt(activities, call);
    expect(server.connections()).toBe(connections);
  });
});
