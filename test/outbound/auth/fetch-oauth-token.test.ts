import { expect, it } from 'vitest';
import type { OAuth2Auth } from '../../../catalogue/destination/definition.js';
import { OAUTH_CLIENT } from '../../../dev/operator/routes/oauth.js';
import { fetchOAuthToken } from '../../../outbound/auth/fetch-oauth-token.js';
import { useOperator } from '../../support/operator.js';
import { closedPort } from '../servers.js';

const operator = useOperator();

const AUTH: OAuth2Auth = { kind: 'oauth2', tokenUrl: '', clientId: 'waypost', clientSecret: { env: 'KEY' } };

/** Why there is no token for a destination at `base`. */
function failure(tokenUrl: string, base: string): Promise<unknown> {
  const home = { base, allow: ['127.0.0.1'], tls: null };
  return fetchOAuthToken({ ...AUTH, tokenUrl }, 'secret', home, Date.now() + 5_000).catch((error: unknown) => error);
}

it('the secret of an https destination never leaves in the clear', async () => {
  expect(await failure('http://auth.invalid/token', 'https://operator.invalid')).toMatchObject({
    outcome: 'held',
    message: 'could not get a token: its tokenUrl would send the secret unencrypted: use https',
  });
});

it.each(['https://operator.invalid', 'http://operator.invalid'])(
  'on this machine plain http will do (%s)',
  async (base) => {
    expect(await failure(`http://127.0.0.1:${await closedPort()}/token`, base)).toMatchObject({
      outcome: 'retry',
      message: expect.stringContaining('ECONNREFUSED') as string,
    });
  },
);

it.each(['basic', 'body'] as const)('a server that compares literally accepts the client by %s', async (clientAuth) => {
  const home = { base: operator.url, allow: ['127.0.0.1'], tls: null };
  const auth = { ...AUTH, clientAuth, tokenUrl: '/oauth/token', clientId: OAUTH_CLIENT.id };
  const { value } = await fetchOAuthToken(auth, OAUTH_CLIENT.secret, home, Date.now() + 5_000);
  const optIn = await fetch(`${operator.url}/unibo/opt-in`, {
    method: 'POST',
    headers: { authorization: `Bearer ${value}`, 'content-type': 'application/json' },
    body: JSON.stringify({ user_id: '7', campaign_id: 'c-1' }),
  });
  expect(optIn.status).toBe(200);
});

it('reserved characters of a client id and secret are encoded as a form encodes them', async () => {
  const home = { base: operator.url, allow: ['127.0.0.1'], tls: null };
  const auth = { ...AUTH, tokenUrl: '/oauth/token', clientId: "a b:c*'(é)" };
  await expect(fetchOAuthToken(auth, 's/!+~', home, Date.now() + 5_000)).rejects.toMatchObject({ outcome: 'held' });
  const { headers } = (await operator.requests()).at(-1)!;
  const sent = Buffer.from(String(headers['authorization']).slice('Basic '.length), 'base64').toString();
  expect(sent).toBe('a+b%3Ac%2A%27%28%C3%A9%29:s%2F%21%2B~');
});
