import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Auth } from '../../../catalogue/destination/definition.js';
import type { Activities } from '../../../workflows/contracts/activities.js';
import { closedPort } from '../../outbound/servers.js';
import { json, serveTokens, type TokenServer } from '../../outbound/token-server.js';
import { startTestOperator } from '../../support/operator.js';
import { activitiesOf, attempt, catalogueAt, prepared, within } from '../world.js';

const AUTH: Auth = { kind: 'token', path: '/token', credentials: { pass: { env: 'KEY' } } };

let server: TokenServer;
let activities: Activities;

beforeEach(async () => {
  server = await serveTokens();
  activities = activitiesOf(catalogueAt(server.url, { destination: { auth: AUTH } }), { KEY: 'secret' });
});
afterEach(() => server.close());

describe('an attempt that needs a token', () => {
  it('is one attempt, also when a refused token was renewed in between', async () => {
    const call = await prepared(activities);
    expect(await attempt(activities, call)).toMatchObject({ class: 'delivered' });
    server.revoke();
    expect(await attempt(activities, call)).toMatchObject({ class: 'delivered', status: 200 });
    expect(server.called.map(({ body }) => body)).toEqual([call.body, call.body, call.body]);
  });

  it('is one request in mode once, with a token that was got for it', async () => {
    const call = { ...(await prepared(activities)), mode: 'once' } as const;
    await attempt(activities, call);
    expect(await attempt(activities, call)).toMatchObject({ class: 'delivered' });
    expect(server.called.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer token-1-canary',
      'Bearer token-2-canary',
    ]);
  });

  it('is not repeated in mode once when the token is refused', async () => {
    const refusing = await serveTokens({ refuseAll: true });
    const refused = activitiesOf(catalogueAt(refusing.url, { destination: { auth: AUTH } }), { KEY: 'secret' });
    const call = { ...(await prepared(refused)), mode: 'once' } as const;
    expect(await attempt(refused, call)).toMatchObject({ class: 'held', status: 401 });
    expect(refusing.called).toHaveLength(1);
    await refusing.close();
  });

  it('holds the destination when a fresh token is refused too', async () => {
    const refusing = await serveTokens({ refuseAll: true });
    const refused = activitiesOf(catalogueAt(refusing.url, { destination: { auth: AUTH } }), { KEY: 'secret' });
    expect(await attempt(refused, await prepared(refused))).toMatchObject({ class: 'held', status: 401 });
    expect(refusing.called).toHaveLength(2);
    await refusing.close();
  });

  it.each(['refusedWhen', 'deliveredWhen'] as const)(
    'is not made twice for a 401 that %s understands',
    async (rule) => {
      const call = await prepared(activities);
      await attempt(activities, call);
      server.revoke();
      const answers = { [rule]: [{ status: [401], body: { Success: [false] } }] };
      const report = await attempt(activities, { ...call, answers });
      expect(report.class).toBe(rule === 'refusedWhen' ? 'refused' : 'delivered');
      expect(server.called).toHaveLength(2);
    },
  );

  it.each([
    ['retry', 503],
    ['held', 403],
  ] as const)('is %s, and surely not sent, when the token endpoint answers %i', async (expected, status) => {
    server.tokenAnswer = (response) => json(response, status, {});
    expect(await attempt(activities, await prepared(activities))).toMatchObject({
      class: expected,
      status: null,
      answer: null,
      reason: expect.stringMatching(new RegExp(`token endpoint.*${status}`)) as string,
    });
    expect(server.called).toEqual([]);
  });

  it('is retry when the token endpoint is down', async () => {
    const tokenUrl = `http://127.0.0.1:${await closedPort()}/token`;
    const auth: Auth = { kind: 'oauth2', tokenUrl, clientId: 'waypost', clientSecret: { env: 'KEY' } };
    const down = activitiesOf(catalogueAt(server.url, { destination: { auth } }), { KEY: 'secret' });
    expect(await attempt(down, await prepared(down))).toMatchObject({ class: 'retry', status: null });
  });

  it('has its time in all, the token included', async () => {
    server.tokenAnswer = () => undefined; // never answers
    expect(await attempt(activities, { ...(await prepared(activities)), timeout: 300 })).toMatchObject({
      class: 'retry',
      reason: expect.stringMatching(/token.*time/) as string,
    });
  });
});

it('a lookup shares the token with the calls, and says when it can not be had', async () => {
  const request = { brand: 'lucky', lookup: 'active-bonus', playerId: 'player-1', params: {} };
  await attempt(activities, await prepared(activities));
  await expect(within(activities.lookUp, request)).rejects.toThrow('its answer has no "Data"');
  expect(server.asked).toHaveLength(1);
  server.tokenAnswer = (response) => json(response, 500, {});
  server.revoke();
  await expect(within(activities.lookUp, request)).rejects.toThrow('could not get a token');
});

it('the Unibo opt-in of the stand-in operator takes the token that its endpoint gave', async () => {
  const operator = await startTestOperator();
  const auth: Auth = { kind: 'token', path: '/unibo/api/v1/auth/token', credentials: { key: { env: 'KEY' } } };
  const unibo = activitiesOf(catalogueAt(operator.url, { destination: { auth } }), { KEY: 'secret' });
  const call = { ...(await prepared(unibo)), path: '/unibo/opt-in', body: '{"user_id":"player-1","campaign_id":7}' };
  expect(await attempt(unibo, call)).toMatchObject({ class: 'delivered' });
  expect(await operator.ledger()).toMatchObject([{ user: 'player-1', kind: 'opted-in' }]);
  await operator.close();
});
