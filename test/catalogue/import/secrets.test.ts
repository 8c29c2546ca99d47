import { describe, expect, it } from 'vitest';
import { inBrand, refusal, takeIn } from './importing.js';

const SECRET = 'sEcr3tsEcr3tsEcr3tsEcr3t';
const URL_LINE = 'URL: https://api.example/hook';

describe('a secret in a definition is replaced by the name of a variable, and never repeated', () => {
  it.each([
    [
      'a key',
      [URL_LINE, `API key: ${SECRET}`],
      { kind: 'api-key', header: 'x-api-key', secret: { env: 'API_EXAMPLE_KEY' } },
    ],
    [
      'a key in a header of its own',
      [URL_LINE, 'Auth: API key', 'Auth header: X-Token', `Secret: ${SECRET}`],
      { kind: 'api-key', header: 'X-Token', secret: { env: 'API_EXAMPLE_KEY' } },
    ],
    [
      'a bearer token',
      [URL_LINE, 'Auth: Bearer token', `Token: ${SECRET}`],
      { kind: 'bearer', secret: { env: 'API_EXAMPLE_TOKEN' } },
    ],
    [
      'credentials as auth',
      [URL_LINE, `Auth: Bearer ${SECRET}`],
      { kind: 'bearer', secret: { env: 'API_EXAMPLE_TOKEN' } },
    ],
    [
      'a header',
      [URL_LINE, `Authorization: Bearer ${SECRET}`],
      { kind: 'bearer', secret: { env: 'API_EXAMPLE_TOKEN' } },
    ],
    [
      'user and password in base64',
      [URL_LINE, `Header Authorization: Basic ${Buffer.from(`me:${SECRET}`).toString('base64')}`],
      { kind: 'basic', username: 'me', password: { env: 'API_EXAMPLE_PASSWORD' } },
    ],
    [
      'user and password',
      [URL_LINE, 'Auth: basic', 'Username: me', `Password: ${SECRET}`],
      { kind: 'basic', username: 'me', password: { env: 'API_EXAMPLE_PASSWORD' } },
    ],
    [
      'user and password in the URL',
      [`URL: https://me:${SECRET}@api.example/hook`],
      { kind: 'basic', username: 'me', password: { env: 'API_EXAMPLE_PASSWORD' } },
    ],
    [
      'a parameter of the query',
      [`URL: https://api.example/hook?a=1&api_key=${SECRET}`],
      { kind: 'query', parameter: 'api_key', secret: { env: 'API_EXAMPLE_API_KEY' } },
    ],
    [
      'OAuth, in YAML',
      [
        'url: https://api.example/hook',
        `auth: { type: oauth2, tokenUrl: 'https://id.example/t', clientId: me, clientSecret: ${SECRET} }`,
      ],
      {
        kind: 'oauth2',
        tokenUrl: 'https://id.example/t',
        clientId: 'me',
        clientSecret: { env: 'API_EXAMPLE_CLIENT_SECRET' },
      },
    ],
    ['whatever looks like one', [URL_LINE, `Header X-Whatever: ${SECRET}`], { kind: 'api-key', header: 'x-whatever' }],
  ])('%s', async (_, lines, auth) => {
    const imported = takeIn('smartico', ...lines, 'Effect: data', 'Body: { "a": 1 }');
    const { faults, destination, action } = await inBrand(imported);
    expect(faults).toEqual([]);
    expect(destination?.auth).toMatchObject(auth);
    expect(JSON.stringify([imported, action])).not.toContain(SECRET);
    expect(imported.lints).toEqual([
      expect.stringMatching(/^\d: a secret was here and is now \{ env: API_EXAMPLE_\w+ \}/),
    ]);
  });

  it('in a body it is emptied, and told at its line', async () => {
    const imported = takeIn(
      'smartico',
      URL_LINE,
      'Effect: data',
      'Body:',
      '{ "a": 1,',
      `"api_key": "${SECRET}", "x": "${SECRET}" }`,
    );
    expect((await inBrand(imported)).faults).toEqual([]);
    expect(imported.action['body']).toContain('"api_key": "", "x": "" }');
    expect(imported.lints[0]).toMatch(
      /^5: a secret was here and is now empty, .*auth: \{ type: api-key, secret: \{ env: API_EXAMPLE_API_KEY \} \}/,
    );
    expect(JSON.stringify(imported)).not.toContain(SECRET);
  });

  it('in a path it takes the URL into a variable', async () => {
    const url = `https://hooks.example/services/T0/${SECRET}`;
    const imported = takeIn('smartico', `URL: ${url}/go`, 'Effect: data', 'Body: { "a": 1 }');
    expect(imported.destination['url']).toEqual({ env: 'HOOKS_EXAMPLE_URL' });
    expect(JSON.stringify(imported)).not.toContain(SECRET);
    const { faults, destination, action } = await inBrand(imported, { HOOKS_EXAMPLE_URL: url });
    expect({ faults, url: destination?.url, path: action?.path }).toEqual({ faults: [], url, path: '/go' });
  });

  it('a second one is left out, and named', async () => {
    const imported = takeIn(
      'smartico',
      URL_LINE,
      'Effect: data',
      `X-Api-Key: ${SECRET}`,
      `X-Client-Secret: ${SECRET}`,
      'Body: { "a": 1 }',
    );
    expect(imported.lints).toContainEqual(
      expect.stringMatching(/^4: the header x-client-secret holds a second secret/),
    );
    expect(JSON.stringify(imported)).not.toContain(SECRET);
    expect((await inBrand(imported)).faults).toEqual([]);
  });

  it('one that a screen hides, or that is a reference already, keeps its variable', () => {
    const hidden = takeIn('smartico', URL_LINE, 'Auth: bearer', 'Token: ••••••', 'Body: { "a": 1 }');
    expect(hidden.destination['auth']).toEqual({ type: 'bearer', secret: { env: 'API_EXAMPLE_TOKEN' } });
    expect(hidden.lints).toContainEqual(
      '3: the secret is missing, so it is { env: API_EXAMPLE_TOKEN }: set that variable',
    );
    const referred = takeIn(
      'smartico',
      'url: https://api.example/x',
      'auth: { type: bearer, secret: { env: MINE } }',
      'effect: data',
    );
    expect(referred.destination['auth']).toEqual({ type: 'bearer', secret: { env: 'MINE' } });
    expect(referred.lints).toEqual([]);
  });
});

it.each([
  [
    'a token endpoint of another host',
    ['Auth: token', 'Token URL: https://id.example/t', 'Username: a', 'Password: b'],
    '3: the token URL must begin',
  ],
  [
    'a secret in the URL of a token',
    ['Client id: a', `Token URL: https://id.example/t?secret=${SECRET}`],
    '3: the token URL holds a secret',
  ],
  [
    'a user in the URL of a token',
    ['Client id: a', `Token URL: https://me:${SECRET}@id.example/t`],
    'holds a user or password',
  ],
])('%s is refused', (_, lines, sentence) => {
  const refused = refusal('smartico', URL_LINE, ...lines);
  expect(refused).toContain(sentence);
  expect(refused).not.toContain(SECRET);
});

it('a placeholder is no secret, and a UUID is none', () => {
  const { destination, action } = takeIn(
    'smartico',
    'URL: https://api.example/0f8fad5b-d9cb-469f-a165-70867728950e?token={{state.token}}',
    'Header X-Token: {{state.token}}',
    'Body: { "password": "{{state.password}}" }',
  );
  expect(destination['auth']).toEqual({ type: 'none' });
  expect(action).toMatchObject({
    path: '/0f8fad5b-d9cb-469f-a165-70867728950e',
    query: { token: '{{state.token}}' },
    headers: { 'x-token': '{{state.token}}' },
    body: '{ "password": "{{state.password}}" }',
  });
});

it("a host in one's own network is allowed by name; another one without TLS is told", () => {
  expect(takeIn('smartico', 'URL: http://127.0.0.1:8090/x', 'Effect: data').destination).toMatchObject({
    allow: ['127.0.0.1'],
  });
  expect(takeIn('smartico', 'URL: http://crm.internal/x', 'Effect: data').destination).toMatchObject({
    allow: ['crm.internal'],
  });
  const { lints } = takeIn('smartico', 'URL: http://api.example/x', 'Effect: data');
  expect(lints).toEqual(['1: http is not encrypted: use https if the endpoint has it']);
});
