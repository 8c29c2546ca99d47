import type { RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { OutboundRequest } from '../../../outbound/request/request.js';
import type { RequestResult } from '../../../outbound/request/result.js';
import { send } from '../send.js';
import { closedPort, serveHttp, useServers } from '../servers.js';

const use = useServers();

/** What a server that answers in this way makes of a request. */
async function answered(listener: RequestListener, change: Partial<OutboundRequest> = {}): Promise<RequestResult> {
  return send((await use(serveHttp(listener))).port, change);
}

describe('a request', () => {
  it('leaves byte for byte as it was decided', async () => {
    const server = await use(serveHttp((_, response) => response.end()));
    await send(server.port, { body: '  {"name":"Ö","a":1.00}\n' });
    const [head = '', body = ''] = Buffer.from(server.received(), 'latin1').toString('utf8').split('\r\n\r\n');
    expect(head).toMatch(/^POST \/pay\?x=1 HTTP\/1\.1\r\n/);
    expect(head.toLowerCase()).toContain('idempotency-key: wp_1');
    expect(head.toLowerCase()).toContain('content-type: application/json\r\n');
    expect(body).toBe('  {"name":"Ö","a":1.00}\n');
  });

  it('uses no proxy that the environment names', async () => {
    process.env['http_proxy'] = `http://127.0.0.1:${await closedPort()}`;
    const result = await answered((_, response) => response.end('direct'));
    delete process.env['http_proxy'];
    expect(result).toMatchObject({ kind: 'answer', bodyText: 'direct' });
  });

  it('reuses its connection, unless it asks for a fresh one', async () => {
    const server = await use(serveHttp((_, response) => response.end('ok')));
    await send(server.port, { fresh: false });
    await send(server.port, { fresh: false });
    expect(server.connections()).toBe(1);
    await send(server.port);
    await send(server.port);
    expect(server.connections()).toBe(3);
  });

  it.each(['@evil.example/', 'pay', '/../up'])('never leaves its destination by the path %j', async (path) => {
    const server = await use(serveHttp((_, response) => response.end()));
    const result = await send(server.port, { base: `http://127.0.0.1:${server.port}/api`, path });
    expect(result).toMatchObject({ kind: 'failed', what: 'invalid', written: false });
    expect(server.connections()).toBe(0);
  });

  it.each([{ 'x-name': 'a\u4e00b' }, { 'x-name': 'a\r\nb: c' }, { 'bad name': 'x' }])(
    'with the header %j, which HTTP can not carry, is not sent',
    async (headers) => {
      const server = await use(serveHttp((_, response) => response.end()));
      const result = await send(server.port, { headers: headers });
      expect(result).toMatchObject({ kind: 'failed', what: 'invalid', written: false });
      expect(server.connections()).toBe(0);
    },
  );
});

describe('an answer', () => {
  it('comes with status, headers in lower case and text', async () => {
    const result = await answered((_, response) => response.writeHead(418, { 'Retry-After': '7' }).end('{"é":1}'));
    expect(result).toMatchObject({ kind: 'answer', status: 418, headers: { 'retry-after': '7' }, bodyText: '{"é":1}' });
  });

  it('that redirects is not followed', async () => {
    const server = await use(serveHttp((_, response) => response.writeHead(307, { location: '/else' }).end()));
    expect(await send(server.port)).toMatchObject({ kind: 'answer', status: 307 });
    expect(server.received().match(/HTTP\/1\.1/g)).toHaveLength(1);
  });

  it('is decompressed, and its size counts after that', async () => {
    const zipped =
      (text: string): RequestListener =>
      (_, response) =>
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(text));
    expect(await answered(zipped('hello'))).toMatchObject({ kind: 'answer', bodyText: 'hello' });
    expect(await answered(zipped('0'.repeat(1024 * 1024)))).toMatchObject({ kind: 'answer' });
    expect(await answered(zipped('0'.repeat(1024 * 1024 + 1)))).toMatchObject({ what: 'too-large', written: true });
  });

  it('that claims a compression it has not is unreadable', async () => {
    const result = await answered((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('hello'),
    );
    expect(result).toMatchObject({ kind: 'failed', what: 'unreadable', written: true });
  });
});
