import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Resolve } from '../../../outbound/request/target-guard.js';
import { send } from '../send.js';
import { listen, type TestServer } from '../servers.js';

let listener: TestServer;

beforeAll(async () => {
  const server = createServer((_, response) => response.end('reached'));
  listener = await listen(server, { everywhere: true });
});
afterAll(() => listener.close());

/** What a request to this origin comes to; `PORT` stands for the listener's. */
function go(origin: string, allow: readonly string[] = [], resolve?: Resolve) {
  const base = origin.includes('PORT') ? origin.replace('PORT', String(listener.port)) : `${origin}:${listener.port}`;
  return send(0, { base, path: '/', allow, ...(resolve === undefined ? {} : { resolve }) });
}

/** A resolver that gives every name these addresses, as a hostile name server would. */
function resolvingTo(...addresses: readonly string[]): Resolve {
  const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  return (_name, _options, done) => done(null, found);
}

const LOOPBACK = [
  'http://127.0.0.1',
  'https://127.0.0.1',
  'http://127.0.0.2',
  'http://127.255.255.254',
  'http://127.1',
  'http://127.0.1',
  'http://127.0.0.1.',
  'http://2130706433',
  'http://017700000001',
  'http://0x7f000001',
  'http://0x7f.0.0.1',
  'http://0x7f.1',
  'http://0177.0.0.1',
  'http://0177.0.0.01',
  'http://127.0x0.0.1',
  'http://①②⑦.⓪.⓪.①',
  'http://１２７.0.0.1',
  'http://127。0。0。1',
  'http://127%2e0%2e0%2e1',
  'http://%31%32%37.0.0.1',
  'http://[::1]',
  'http://[0:0:0:0:0:0:0:1]',
  'http://[0000::0001]',
  'http://localhost',
  'http://LOCALHOST',
  'http://lo%63alhost',
  'http://ⓛocalhost',
] as const;

const STANDING_FOR_LOOPBACK = [
  'http://[::ffff:127.0.0.1]',
  'http://[::ffff:7f00:1]',
  'http://[0:0:0:0:0:ffff:7f00:0001]',
  'http://[::127.0.0.1]',
  'http://[::ffff:0:127.0.0.1]',
  'http://[64:ff9b::127.0.0.1]',
  'http://[64:ff9b:1::7f00:1]',
  'http://[2002:7f00:1::]',
  'http://[2002:7f00:1:0::1]',
  'http://[2001:0:7f00:1::]',
  'http://[2001:0:0:0:0:0:80ff:fffe]',
] as const;

const ELSEWHERE = [
  'http://0.0.0.0',
  'http://0',
  'http://0.1.2.3',
  'http://[::]',
  'http://10.0.0.1',
  'http://10.255.255.255',
  'http://0xa.1',
  'http://012.0.0.1',
  'http://172.16.0.1',
  'http://172.31.255.255',
  'http://192.168.0.1',
  'http://3232235521',
  'http://100.64.0.1',
  'http://100.127.255.255',
  'http://169.254.169.254',
  'http://0xa9fea9fe',
  'http://2852039166',
  'http://[::ffff:169.254.169.254]',
  'http://[64:ff9b::a9fe:a9fe]',
  'http://168.63.129.16',
  'http://100.100.100.200',
  'http://[fd00:ec2::254]',
  'http://[fd20:ce::254]',
  'http://192.0.0.192',
  'http://192.0.2.1',
  'http://192.88.99.1',
  'http://198.18.0.1',
  'http://198.51.100.7',
  'http://203.0.113.7',
  'http://224.0.0.1',
  'http://239.255.255.250',
  'http://240.0.0.1',
  'http://255.255.255.255',
  'http://[fe80::1]',
  'http://[fec0::1]',
  'http://[fc00::1]',
  'http://[fd12:3456::1]',
  'http://[ff02::1]',
  'http://[100::1]',
  'http://[2001:db8::1]',
  'http://[3fff::1]',
  'http://[4000::1]',
  'http://[::2]',
] as const;

const NO_HTTP = [
  'file://127.0.0.1',
  'ftp://127.0.0.1:PORT',
  'gopher://127.0.0.1:PORT',
  'ws://127.0.0.1:PORT',
  'unix:///var/run/docker.sock',
  'data:text/plain,x',
  'http://127.0.0.1@127.0.0.1:PORT',
  'http://user:password@127.0.0.1:PORT',
  'http://:password@127.0.0.1:PORT',
  'http://public.example@127.0.0.1:PORT',
] as const;

/** Names that the tests' name server leads to loopback, some of them written so that it is not clear which is the host. */
const NAMES = [
  'http://public.example',
  'http://localhost.',
  'http://127.0.0.1.public.example',
  'http://xn--80ak6aa92e.example',
  'http://public.example\\@203.0.113.7:PORT',
  'http://public.example:PORT#@203.0.113.7',
  'http://public.example:PORT?@203.0.113.7',
  'http://public.example:PORT/@203.0.113.7',
] as const;

describe('a destination that allows nothing', () => {
  it.each([...LOOPBACK, ...STANDING_FOR_LOOPBACK, ...ELSEWHERE])('never reaches %s', async (origin) => {
    expect(await go(origin)).toMatchObject({ kind: 'failed', what: 'forbidden', written: false });
    expect(listener.connections()).toBe(0);
  });

  it.each(NO_HTTP)('never calls %s, allowed or not', async (origin) => {
    for (const allow of [[], ['127.0.0.1', 'public.example']]) {
      const result = await go(origin, allow, resolvingTo('127.0.0.1'));
      expect(result).toMatchObject({ kind: 'failed', written: false });
      expect(result).toMatchObject({ what: expect.stringMatching(/^(forbidden|invalid)$/) as string });
    }
    expect(listener.connections()).toBe(0);
  });

  it.each(NAMES)('never reaches loopback by the name in %s', async (origin) => {
    expect(await go(origin, [], resolvingTo('127.0.0.1'))).toMatchObject({ what: 'forbidden', written: false });
    expect(listener.connections()).toBe(0);
  });

  it.each(['127.0.0.1', '::1', '::ffff:127.0.0.1', '10.0.0.1', '169.254.169.254', 'fe80::1%lo', '0.0.0.0', '::'])(
    'never reaches a name that leads to %s',
    async (address) => {
      const result = await go('http://public.example', [], resolvingTo(address));
      expect(result).toMatchObject({ what: 'forbidden', written: false });
      expect(JSON.stringify(result)).toContain(`the address ${address} of the host public.example is not public`);
      expect(listener.connections()).toBe(0);
    },
  );
});

describe('a destination that allows', () => {
  it.each([
    ['an address', 'http://127.1', '127.0.0.1'],
    ['a range', 'http://0x7f000001', '127.0.0.0/8'],
    ['a host by its name', 'http://localhost', 'LOCALHOST'],
    ['the address of a host', 'http://localhost', '127.0.0.1'],
  ])('%s reaches it', async (_, origin, entry) => {
    const before = listener.connections();
    expect(await go(origin, [entry])).toMatchObject({ kind: 'answer', bodyText: 'reached' });
    expect(listener.connections()).toBe(before + 1);
  });

  it.each([
    ['127.0.0.2', 'http://127.0.0.1'],
    ['10.0.0.0/8', 'http://127.0.0.1'],
    ['localhost', 'http://127.0.0.1'],
    ['localhost', 'http://localhost.evil.example'],
    ['::1', 'http://127.0.0.1'],
    ['127.0.0.1', 'http://[::ffff:127.0.0.1]'],
    ['::/7', 'http://127.0.0.1'],
  ])('%s does not reach %s', async (entry, origin) => {
    const before = listener.connections();
    expect(await go(origin, [entry], resolvingTo('127.0.0.1'))).toMatchObject({ what: 'forbidden', written: false });
    expect(listener.connections()).toBe(before);
  });

  it.each(['169.254.169.254', '100.100.100.200', 'fd00:ec2::254', '168.63.129.16', '0.0.0.0', '224.0.0.1'])(
    'a host by its name does not reach %s by it: it takes the address',
    async (address) => {
      const result = await go('http://inner.example', ['inner.example'], resolvingTo(address));
      expect(result).toMatchObject({ what: 'forbidden', written: false });
      expect(JSON.stringify(result)).toContain(`add ${address} to the destination's allow`);
    },
  );

  it('one of the addresses of a name connects to that one', async () => {
    const result = await go('http://inner.example', ['127.0.0.1'], resolvingTo('10.0.0.1', '::1', '127.0.0.1'));
    expect(result).toMatchObject({ kind: 'answer', bodyText: 'reached' });
  });
});

it('a name that changes its address is checked where it is connected to', async () => {
  const addresses = ['127.0.0.1', '127.0.0.2'];
  let asked = 0;
  const rebinding: Resolve = (_name, _options, done) => {
    done(null, [{ address: addresses[asked++] ?? '127.0.0.2', family: 4 }]);
  };
  expect(await go('http://rebind.example', ['127.0.0.1'], rebinding)).toMatchObject({ kind: 'answer' });
  expect(asked).toBe(1);
  const before = listener.connections();
  expect(await go('http://rebind.example', ['127.0.0.1'], rebinding)).toMatchObject({ what: 'forbidden' });
  expect(listener.connections()).toBe(before);
});

it('a connection that another destination has left open is checked too', async () => {
  const base = `http://localhost:${listener.port}`;
  const received = (): number => listener.received().length;
  expect(await send(0, { base, allow: ['localhost'], fresh: false })).toMatchObject({ kind: 'answer' });
  const [connections, bytes] = [listener.connections(), received()];
  expect(await send(0, { base, allow: ['localhost'], fresh: false })).toMatchObject({ kind: 'answer' });
  expect(listener.connections()).toBe(connections);
  const reused = received();
  expect(reused).toBeGreaterThan(bytes);
  expect(await send(0, { base, allow: [], fresh: false })).toMatchObject({ what: 'forbidden', written: false });
  expect([listener.connections(), received()]).toEqual([connections, reused]);
});

it('a redirect to an inner address is an answer, and is not followed', async () => {
  const server = createServer((_, response) =>
    response.writeHead(302, { location: `http://127.0.0.2:${listener.port}/` }).end(),
  );
  const redirecting = await listen(server);
  const before = listener.connections();
  expect(await send(redirecting.port, { allow: ['127.0.0.0/8'] })).toMatchObject({ kind: 'answer', status: 302 });
  expect(listener.connections()).toBe(before);
  await redirecting.close();
});
