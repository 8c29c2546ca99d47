import type { RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { describe, expect, it } from 'vitest';
import type { OutboundRequest } from '../../outbound/request/request.js';
import type { RequestResult } from '../../outbound/request/result.js';
import { makeCertificate } from './certificates.js';
import { send } from './send.js';
import { closedPort, listen, serveHttp, serveTcp, useServers } from './servers.js';

const use = useServers();

/** What a server that answers in this way makes of a request. */
async function answered(listener: RequestListener, change: Partial<OutboundRequest> = {}): Promise<RequestResult> {
  return send((await use(serveHttp(listener))).port, change);
}

describe('a request that surely never left', () => {
  it('went to a name that does not exist', async () => {
    const result = await send(0, { base: 'http://no-such-host.invalid' });
    expect(result).toMatchObject({ kind: 'failed', what: 'dns', written: false });
  });

  it('was refused its connection', async () => {
    expect(await send(await closedPort())).toMatchObject({ kind: 'failed', what: 'refused', written: false });
  });

  it('spoke TLS to a server that does not', async () => {
    const server = await use(serveHttp((_, response) => response.end()));
    const result = await send(0, { base: `https://127.0.0.1:${server.port}` });
    expect(result).toMatchObject({ kind: 'failed', what: 'tls', written: false });
  });

  it('waited for a handshake until its time was up', async () => {
    const server = await use(serveTcp(() => undefined));
    const result = await send(0, { base: `https://127.0.0.1:${server.port}`, deadline: Date.now() + 200 });
    expect(result).toMatchObject({ kind: 'failed', what: 'timeout', written: false });
  });

  it('waited 5 s for its connection, and no longer', async () => {
    const server = await use(serveTcp(() => undefined));
    const result = await send(0, { base: `https://127.0.0.1:${server.port}` });
    expect(result).toMatchObject({ what: 'timeout', written: false, message: 'no connection within 5 s' });
  });

  it('was cut off within the handshake', async () => {
    const server = await use(serveTcp((socket) => socket.once('data', () => socket.destroy())));
    const result = await send(0, { base: `https://127.0.0.1:${server.port}` });
    expect(result).toMatchObject({ kind: 'failed', written: false });
    expect(result).toMatchObject({ what: expect.stringMatching(/^(unreachable|tls)$/) as string });
  });

  it('met a certificate that nobody vouches for, and no byte was given to its owner', async () => {
    const { server, plain } = await tlsServer();
    const { port } = await use(listen(server));
    const result = await send(0, { base: `https://127.0.0.1:${port}` });
    expect(result).toMatchObject({ kind: 'failed', what: 'certificate', written: false });
    expect(plain()).toBe('');
  });

  it('came to its deadline before the first byte, also when no timer could tell', async () => {
    const server = await use(serveHttp((_, response) => response.end()));
    const times = [0, 10_000]; // the process stands still between the start and the connection
    const result = await send(server.port, { deadline: 10_000, now: () => times.shift() ?? 10_000 });
    expect(result).toMatchObject({ kind: 'failed', what: 'late', written: false });
    expect(server.received()).toBe('');
  });

  it('came to its deadline within the handshake, also when no timer could tell', async () => {
    const { server, plain, ca } = await tlsServer();
    const { port } = await use(listen(server));
    const times = [0, 10_000];
    const request = { base: `https://127.0.0.1:${port}`, tls: { ca }, deadline: 10_000 };
    const whole = await send(0, { ...request, now: () => 0 });
    const told = plain();
    const result = await send(0, { ...request, now: () => times.shift() ?? 10_000 });
    expect(whole).toMatchObject({ kind: 'answer', bodyText: 'paid' });
    expect(result).toMatchObject({ kind: 'failed', what: 'late', written: false });
    expect(told).toContain('POST /pay');
    expect(plain()).toBe(told);
  });

  it('came to its deadline on a connection that was open already', async () => {
    const server = await use(serveHttp((_, response) => response.end()));
    await send(server.port, { fresh: false });
    const before = server.received();
    const times = [0, 10_000];
    const result = await send(server.port, { fresh: false, deadline: 10_000, now: () => times.shift() ?? 10_000 });
    expect(result).toMatchObject({ kind: 'failed', what: 'late', written: false });
    expect(server.received()).toBe(before);
  });
});

describe('a request that may have arrived', () => {
  it('was reset without an answer', async () => {
    const result = await answered((request) => request.socket.resetAndDestroy());
    expect(result).toMatchObject({ kind: 'failed', what: 'reset', written: true });
  });

  it('was reset on a reused connection', async () => {
    let count = 0;
    const server = await use(
      serveHttp((request, response) => {
        count += 1;
        if (count === 1) response.end();
        else request.socket.resetAndDestroy();
      }),
    );
    await send(server.port, { fresh: false });
    expect(await send(server.port, { fresh: false })).toMatchObject({ what: 'reset', written: true });
  });

  it('got no answer in time', async () => {
    const result = await answered(() => undefined, { deadline: Date.now() + 200 });
    expect(result).toMatchObject({ kind: 'failed', what: 'timeout', written: true });
  });

  it('got an answer that trickles past its time', async () => {
    const result = await answered(
      (request, response) => {
        const timer = setInterval(() => response.write('.'), 20);
        request.socket.on('close', () => clearInterval(timer));
      },
      { deadline: Date.now() + 300 },
    );
    expect(result).toMatchObject({ kind: 'failed', what: 'timeout', written: true });
  });

  it.each([{ 'content-length': '100' }, {}])('got half an answer, announced by %j', async (headers) => {
    const result = await answered((_, response) => {
      response.writeHead(200, headers);
      response.write('{"Success":', () => response.destroy());
    });
    expect(result).toMatchObject({ kind: 'failed', what: 'cut-short', written: true });
  });

  it('got an answer that is no HTTP', async () => {
    const server = await use(serveTcp((socket) => socket.once('data', () => socket.end('SSH-2.0-hello\r\n'))));
    expect(await send(server.port)).toMatchObject({ kind: 'failed', what: 'unreadable', written: true });
  });

  it('got an answer over the size limit, whose end is not awaited', async () => {
    const result = await answered((request, response) => {
      const timer = setInterval(() => response.write('x'.repeat(300_000)), 1);
      request.socket.on('close', () => clearInterval(timer));
    });
    expect(result).toMatchObject({ kind: 'failed', what: 'too-large', written: true });
  });
});

/** A TLS server with a certificate of its own making, and what it was told in clear. */
async function tlsServer(): Promise<{
  server: ReturnType<typeof createHttpsServer>;
  plain: () => string;
  ca: string;
}> {
  let plain = '';
  const certificate = await makeCertificate({ ip: '127.0.0.1' });
  const server = createHttpsServer(certificate);
  server.on('request', (_, response) => response.end('paid'));
  server.on('secureConnection', (socket) => socket.on('data', (chunk: Buffer) => (plain += chunk.toString())));
  return { server, plain: () => plain, ca: certificate.cert };
}
