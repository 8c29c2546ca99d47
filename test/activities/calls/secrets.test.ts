import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Auth } from '../../../catalogue/destination/definition.js';
import { json, serveTokens, type TokenServer } from '../../outbound/token-server.js';
import { activitiesOf, catalogueAt, prepared } from '../world.js';

const ENVIRONMENT = { KEY: 'secret-canary-7' };
const KEY = { env: 'KEY' };
const AUTHS: readonly Auth[] = [
  { kind: 'api-key', header: 'x-api-key', secret: KEY },
  { kind: 'query', parameter: 'k', secret: KEY },
  { kind: 'bearer', secret: KEY },
  { kind: 'basic', username: 'waypost', password: KEY },
  { kind: 'oauth2', tokenUrl: '/token', clientId: 'waypost', clientSecret: KEY },
  { kind: 'token', path: '/token', credentials: { pass: KEY } },
];

let server: TokenServer;

beforeEach(async () => {
  server = await serveTokens();
});
afterEach(() => server.close());

/** Everything that leaves the process or is recorded when a call is prepared and attempted twice. */
async function traces(auth: Auth): Promise<string> {
  const logged: unknown[] = [];
  const activities = activitiesOf(catalogueAt(server.url, { destination: { auth } }), ENVIRONMENT);
  const call = await prepared(activities);
  const order = { call, attempt: 1, originalRunId: 'first-run', confirmedIn: null };
  const attempt = (): Promise<unknown> =>
    new MockActivityEnvironment(
      {
        workflowExecution: { workflowId: 'lucky:x:y', runId: 'first-run' },
        currentAttemptScheduledTimestampMs: Date.now(),
      },
      { logger: new DefaultLogger('TRACE', (entry) => logged.push(entry)) },
    ).run(activities.sendCallback, order);
  const reports = [await attempt(), await attempt()];
  expect(logged).not.toEqual([]);
  return JSON.stringify([call, reports, logged], (_, value: unknown) =>
    typeof value === 'bigint' ? `${value}` : value,
  );
}

describe.each(AUTHS)('with $kind auth', (auth) => {
  it('no secret and no token is in the decision, the report or the log, though the answer repeats them', async () => {
    const left = await traces(auth);
    expect(server.called).not.toEqual([]);
    expect(left).not.toContain('canary');
    for (const { headers } of server.called) {
      const proof = headers.authorization?.split(' ')[1];
      if (proof !== undefined) expect(left).not.toContain(proof);
    }
  });
});

it.each(AUTHS.slice(4))('a token endpoint ($kind) that fails and repeats its secret tells none of it', async (auth) => {
  server.tokenAnswer = (response) => json(response, 401, { error: 'secret-canary-7', saw: 'secret-canary-7' });
  const left = await traces(auth);
  expect(left).toContain('the token endpoint answered 401');
  expect(left).not.toContain('canary');
});
