import { describe, expect, it } from 'vitest';
import { faults } from '../loading.js';

const OAUTH = 'clientId: waypost, clientSecret: { env: SECRET }';

/** The faults of a destination, written as a flow mapping. */
function destination(written: string, actions = '{}'): Promise<string[]> {
  return faults({ 'lucky/destinations.yaml': `operator: ${written}`, 'lucky/actions.yaml': actions });
}

describe('the URL of a token', () => {
  it.each([
    ['ftp://id.example/token', 'is a URL of ftp: and must be https: use https://host/path'],
    ['id.example/token', '"id.example/token" is not a URL: use https://host/path, or a path that begins with /'],
    ['https://id.example/token#here', 'has a part after #, which is never sent: remove it'],
    ['http://id.example/token', 'would send the secret unencrypted: use https'],
    ['/oauth/to ken', 'holds a space, # or backslash: remove it'],
  ])('%s is refused', async (tokenUrl, message) => {
    const auth = `{ type: oauth2, tokenUrl: '${tokenUrl}', ${OAUTH} }`;
    expect(await destination(`{ url: 'https://api.example', auth: ${auth} }`)).toEqual([
      `lucky/destinations.yaml:1:63: operator.auth.tokenUrl ${message}`,
    ]);
  });

  it.each(['/oauth/token?tenant=1', 'https://id.example/token', 'http://127.0.0.1:8090/token'])(
    '%s is one',
    async (url) => {
      const auth = `{ type: oauth2, tokenUrl: '${url}', ${OAUTH} }`;
      expect(await destination(`{ url: 'https://api.example', allow: [127.0.0.1], auth: ${auth} }`)).toEqual([]);
    },
  );
});

describe('a user or password in a URL', () => {
  it('is refused in base and token URL alike, and not repeated', async () => {
    const auth = `{ type: oauth2, tokenUrl: 'https://me:hunter2@id.example/', ${OAUTH} }`;
    const written = `{ url: 'https://me:hunter2@api.example', auth: ${auth} }`;
    const found = await destination(
      written,
      `a: { effect: data, destination: operator, url: 'https://other.example/x' }`,
    );
    expect(found).toEqual([
      expect.stringMatching(/operator\.url holds a user or password: .*type: basic/),
      expect.stringMatching(/operator\.auth\.tokenUrl holds a user or password: .*clientSecret/),
    ]);
    expect(found.join('\n')).not.toContain('hunter2');
  });
});

it('a colon in the user of basic auth is refused: the other side would cut there', async () => {
  const auth = `{ type: basic, username: 'a:b', password: { env: SECRET } }`;
  expect(await destination(`{ url: 'https://api.example', auth: ${auth} }`)).toEqual([
    expect.stringContaining('operator.auth.username holds a colon'),
  ]);
});

describe('the parameter that holds the secret of a query', () => {
  const written = `{ url: 'https://api.example', auth: { type: query, parameter: key, secret: { env: SECRET } } }`;

  it("may not be another one of an action's, a lookup's or an option list's, also where their URL says so", async () => {
    const found = await faults({
      'lucky/destinations.yaml': `operator: ${written}`,
      'lucky/actions.yaml': `a: { effect: data, destination: operator, path: /x, query: { key: '1', other: '2' } }
b: { effect: data, destination: operator, url: 'https://api.example/x?key={{player.id}}' }`,
      'lucky/lookups.yaml': `c: { destination: operator, path: /x, query: { key: '1' } }
d: { kind: options, destination: operator, path: /x, query: { key: '1' } }`,
    });
    expect(found).toHaveLength(4);
    for (const one of found)
      expect(one).toContain('query.key is the parameter in which the auth of operator sends its secret');
    expect(found[0]).toContain('lucky/actions.yaml:1:62: a.query.key');
  });

  it('may be one at another destination', async () => {
    const found = await faults({
      'lucky/destinations.yaml': `operator: ${written}\nother: { url: 'https://other.example' }`,
      'lucky/actions.yaml': `a: { effect: data, destination: other, path: /x, query: { key: '1' } }`,
    });
    expect(found).toEqual([]);
  });
});
