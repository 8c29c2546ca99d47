import { describe, expect, it } from 'vitest';
import { faults, lucky } from '../loading.js';

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
        `operator.allow[0] "${entry}" is not an address, range or host name: use one such as 10.1.2.3, 10.1.0.0/16 or localhost`,
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
      expect.stringContaining(`its prefix must be between /${shortest} and /${longest}`),
    ]);
  });
});

it.each(['Host', 'content-length', 'Transfer-Encoding', 'connection', 'Expect', 'proxy-authorization'])(
  "the header %s is the connection's own",
  async (header) => {
    const message = `has a name or value that HTTP can't send: change it`;
    expect(await faults(withKeys(`headers: { ${header}: x }`))).toEqual([expect.stringContaining(message)]);
    expect(
      await faults({
        'lucky/actions.yaml': `a: { effect: data, destination: operator, path: /x, headers: { ${header}: x } }`,
      }),
    ).toEqual([expect.stringContaining('is not a header that can be sent: choose another name')]);
  },
);

it.each([
  ['tls: { cert: { env: A } }', 'operator.tls needs both cert and key: add the missing one'],
  ['tls: { rejectUnauthorized: false }', 'rejectUnauthorized'],
  ['tls: { ca: hunter2 }', 'operator.tls.ca must be a reference, never the secret itself'],
  ['signing: { type: standard-webhooks, secrets: [] }', 'operator.signing.secrets is empty'],
  [
    'signing: { type: standard-webhooks, secrets: [{ env: A }, { env: B }, { env: C }] }',
    'operator.signing.secrets has more than two secrets',
  ],
  ['signing: { type: standard-webhooks, secrets: [whsec_hunter2] }', 'operator.signing.secrets[0] must be a reference'],
])('%s is refused', async (keys, message) => {
  const found = await faults(withKeys(keys));
  expect(found).toEqual([expect.stringContaining(message)]);
  expect(found.join()).not.toContain('hunter2');
});

describe('a URL whose host is not public', () => {
  const at = (url: string, allow = '[]', more = ''): Promise<string[]> =>
    faults({ 'lucky/destinations.yaml': `operator: { url: '${url}', allow: ${allow}${more} }` });

  it.each([
    ['http://127.0.0.1:8090', '127.0.0.1'],
    ['http://127.1', '127.0.0.1'],
    ['http://0x7f000001/api', '127.0.0.1'],
    ['http://localhost:8090', 'localhost'],
    ['http://LOCALHOST.', 'localhost'],
    ['https://10.1.2.3', '10.1.2.3'],
    ['https://172.31.0.1', '172.31.0.1'],
    ['https://192.168.1.1', '192.168.1.1'],
    ['https://100.64.0.1', '100.64.0.1'],
    ['http://169.254.169.254', '169.254.169.254'],
    ['http://[::1]:8090', '::1'],
    ['http://[fd00::7]', 'fd00::7'],
    ['http://[::ffff:10.1.2.3]', '::ffff:a01:203'],
  ])('%s is a fault that names the fix, unless it is allowed', async (url, host) => {
    expect(await at(url)).toEqual([
      `lucky/destinations.yaml:1:13: operator.url leads to ${host}, which is not public, so every request would be refused: if that is intended, add allow: ['${host}']`,
    ]);
    expect(await at(url, `['${host}']`)).toEqual([]);
  });

  it.each([
    ['http://10.1.2.3', '[10.0.0.0/8]'],
    ['http://[fd00::7]', "['fd00::/48']"],
    ['http://localhost', '[127.0.0.1]'],
    ['http://localhost', "['::1']"],
    ['http://localhost', '[Localhost.]'],
    ['https://operator.example', '[]'],
    ['https://1.1.1.1', '[]'],
    ['http://[2606:4700::1111]', '[]'],
    ['http://operator:8090', '[]'],
  ])('%s is none with allow: %s', async (url, allow) => {
    expect(await at(url, allow)).toEqual([]);
  });

  it.each([
    ['http://10.1.2.3', '[10.1.2.4, 10.2.0.0/16, operator]'],
    ['http://127.0.0.1', '[localhost]'],
  ])('%s is one with allow: %s, which means others', async (url, allow) => {
    expect(await at(url, allow)).toEqual([expect.stringContaining('operator.url leads to')]);
  });

  it('is a fault where the environment gives it, and where a token is asked for', async () => {
    const loading = lucky(
      { 'lucky/destinations.yaml': 'operator: { url: { env: OPERATOR_URL, default: https://operator.example } }' },
      { OPERATOR_URL: 'http://10.1.2.3:8090' },
    );
    await expect(loading).rejects.toThrow(/operator\.url leads to 10\.1\.2\.3, which is not public/);
    const auth = ', auth: { type: oauth2, tokenUrl: http://127.0.0.1/token, clientId: a, clientSecret: { env: B } }';
    expect(await at('https://operator.example', '[]', auth)).toEqual([
      expect.stringContaining('operator.auth.tokenUrl leads to 127.0.0.1, which is not public'),
    ]);
  });
});

describe('a secret in the open', () => {
  const REFERENCE = 'use a reference, { env: NAME } or { file: PATH }';

  it.each([
    ['headers: { X-Api-Key: hunter2 }', `operator.headers.X-Api-Key holds a secret as plain text: ${REFERENCE}`],
    ['headers: { authorization: Bearer hunter2 }', `operator.headers.authorization holds a secret as plain text`],
    [
      'auth: { type: token, path: /t, credentials: { username: me, password: hunter2 } }',
      `operator.auth.credentials.password holds a secret as plain text: ${REFERENCE}`,
    ],
  ])('of a destination, %s, is refused and not repeated', async (keys, message) => {
    const found = await faults(withKeys(keys));
    expect(found).toEqual([expect.stringContaining(message)]);
    expect(found.join()).not.toContain('hunter2');
  });

  it.each([
    ['actions', '{ effect: data, destination: operator, path: /x, headers: { x-auth-token: hunter2 } }'],
    ['lookups', '{ destination: operator, path: /x, answer: true, headers: { x-auth-token: hunter2 } }'],
  ])('of %s is refused, and told where its place is', async (section, written) => {
    const found = await faults({ [`lucky/${section}.yaml`]: `a: ${written}` });
    expect(found).toEqual([
      expect.stringContaining(
        'a.headers.x-auth-token holds a secret as plain text: move it to the headers of operator as x-auth-token: { env: NAME }',
      ),
    ]);
    expect(found.join()).not.toContain('hunter2');
  });

  it('is none by reference, of another name, or from the player', async () => {
    const { destinations } = await lucky({
      ...withKeys(
        'headers: { X-Tenant-Key: { env: TENANT }, x-token: { file: /run/token }, x-channel: crm, x-key: "" }',
      ),
      'lucky/actions.yaml': `a: { effect: data, destination: operator, path: /x, headers: { x-session-token: '{{state.token}}' } }`,
    });
    expect(destinations.get('operator')?.headers).toEqual({
      ...{ 'X-Tenant-Key': { env: 'TENANT' }, 'x-token': { file: '/run/token' } },
      ...{ 'x-channel': 'crm', 'x-key': '' },
    });
  });
});

describe('a source that is signed', () => {
  const source = (keys: string): Record<string, string> => ({
    'lucky/sources.yaml': `crm: { map: { id: body.id, type: body.type, playerId: body.player }, ${keys} }`,
  });

  it('has one secret, or two while one takes the place of the other', async () => {
    const { sources } = await lucky(source('auth: signature, secrets: [{ env: OLD }, { file: /run/new }]'));
    expect(sources.get('crm')?.auth).toEqual({ kind: 'signature', secrets: [{ env: 'OLD' }, { file: '/run/new' }] });
  });

  it.each([
    ['auth: signature', 'crm.secrets is missing: auth: signature needs a secret'],
    ['auth: signature, secrets: []', 'crm.secrets is empty: add a reference to a secret'],
    ['auth: signature, secrets: [{ env: A }, { env: B }, { env: C }]', 'crm.secrets has more than two secrets'],
    ['auth: signature, secrets: [whsec_hunter2]', 'crm.secrets[0] must be a reference, never the secret itself'],
    ['auth: signature, secret: { env: A }, secrets: [{ env: A }]', 'did you mean "secrets"?'],
    ['auth: key, secrets: [{ env: A }]', 'crm.secrets is only for auth: signature. Remove it'],
  ])('can not say %s', async (keys, message) => {
    const found = await faults(source(keys));
    expect(found).toEqual([expect.stringContaining(message)]);
    expect(found.join()).not.toContain('hunter2');
  });
});
