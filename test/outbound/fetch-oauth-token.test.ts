import { expect, it } from 'vitest';
import type { OAuth2Auth } from '../../catalogue/catalogue.js';
import { fetchOAuthToken } from '../../outbound/fetch-oauth-token.js';
import { closedPort } from './servers.js';

const AUTH: OAuth2Auth = { kind: 'oauth2', tokenUrl: '', clientId: 'waypost', clientSecret: { env: 'KEY' } };

/** Why there is no token for a destination at `base`. */
function failure(tokenUrl: string, base: string): Promise<unknown> {
  const home = { base, allow: ['127.0.0.1'], tls: null };
  return fetchOAuthToken({ ...AUTH, tokenUrl }, 'secret', home, Date.now() + 5_000).catch((error: unknown) => error);
}

it('the secret of an https destination never leaves in the clear', async () => {
  expect(await failure('http://auth.invalid/token', 'https://operator.invalid')).toMatchObject({
    outcome: 'held',
    message: 'token could not be had: its tokenUrl would send the secret in the clear: write https',
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
