import { describe, expect, it } from 'vitest';
import { faults, lucky } from './loading.js';

const withKeys = (keys: string): Record<string, string> => ({
  'lucky/destinations.yaml': `operator: { url: https://operator.example, ${keys} }`,
});

it('a destination allows, signs and shows what it says', async () => {
  const { destinations } = await lucky(
    withKeys(
      `allow: [10.1.2.3, 10.0.0.0/8, 'fc00::/7', '::1', localhost, Inner.example],
       signing: { type: standard-webhooks, secrets: [{ env: OLD }, { file: /run/new }] },
       tls: { ca: { file: /run/ca.pem }, cert: { env: CERT }, key: { env: TLS_KEY } }`,
    ),
  );
  expect(destinations.get('operator')).toMatchObject({
    allow: ['10.1.2.3', '10.0.0.0/8', 'fc00::/7', '::1', 'localhost', 'Inner.example'],
    signing: { kind: 'standard-webhooks', secrets: [{ env: 'OLD' }, { file: '/run/new' }] },
    tls: { ca: { file: '/run/ca.pem' }, cert: { env: 'CERT' }, key: { env: 'TLS_KEY' } },
  });
});

it('a destination that says nothing allows nothing and signs nothing', async () => {
  const { destinations } = await lucky(withKeys('timeout: 5 s'));
  expect(destinations.get('operator')).toMatchObject({ allow: [], signing: null, tls: null });
});

describe('an entry of allow', () => {
  it.each([
    '127.1',
    '0x7f000001',
    '[::1]',
    '10.0.0.0/33/1',
    '10.0.0.0/x',
    '10.0.0.0/',
    'localhost/8',
    'localhost:80',
    'http://localhost',
    'user@localhost',
    '*.example',
    'a b',
  ])('%j is none', async (entry) => {
    expect(await faults(withKeys(`allow: ['${entry}']`))).toEqual([
      expect.stringContaining(
        `operator.allow[0] "${entry}" is no address, range or host name: write 10.1.2.3, 10.1.0.0/16 or localhost`,
      ),
    ]);
  });

  it.each([
    ['0.0.0.0/0', 8, 32],
    ['10.0.0.0/7', 8, 32],
    ['10.0.0.0/33', 8, 32],
    ['::/0', 7, 128],
    ['fc00::/6', 7, 128],
    ['fc00::/129', 7, 128],
  ])('%s holds too much, or nothing', async (entry, shortest, longest) => {
    expect(await faults(withKeys(`allow: ['${entry}']`))).toEqual([
      expect.stringContaining(`its prefix must lie between /${shortest} and /${longest}`),
    ]);
  });
});

it.each(['Host', 'content-length', 'Transfer-Encoding', 'connection', 'Expect', 'proxy-authorization'])(
  "the header %s is the connection's own",
  async (header) => {
    const message = `has a name or value that can't be sent`;
    expect(await faults(withKeys(`headers: { ${header}: x }`))).toEqual([expect.stringContaining(message)]);
    expect(
      await faults({
        'lucky/actions.yaml': `a: { effect: data, destination: operator, path: /x, headers: { ${header}: x } }`,
      }),
    ).toEqual([expect.stringContaining("has a name that can't be sent")]);
  },
);

it.each([
  ['tls: { cert: { env: A } }', 'operator.tls has a cert without its key, or a key without its cert: name both'],
  ['tls: { rejectUnauthorized: false }', 'rejectUnauthorized'],
  ['tls: { ca: hunter2 }', 'operator.tls.ca must name where the secret is, and never hold it'],
  ['signing: { type: standard-webhooks, secrets: [] }', 'operator.signing.secrets is empty'],
  [
    'signing: { type: standard-webhooks, secrets: [{ env: A }, { env: B }, { env: C }] }',
    'operator.signing.secrets holds more than two',
  ],
  ['signing: { type: standard-webhooks, secrets: [whsec_hunter2] }', 'operator.signing.secrets[0] must name where'],
])('%s is refused', async (keys, message) => {
  const found = await faults(withKeys(keys));
  expect(found).toEqual([expect.stringContaining(message)]);
  expect(found.join()).not.toContain('hunter2');
});
