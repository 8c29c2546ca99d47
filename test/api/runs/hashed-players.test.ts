import { afterEach, expect, test } from 'vitest';
import type { BrandCatalogue } from '../../../catalogue/brand/definition.js';
import { hashPlayerId } from '../../../catalogue/event/player-id.js';
import { referAFriend } from '../../../workflows/journeys/index.js';
import { catalogueOf } from '../../support/catalogue-of.js';
import { closedState, useRouting } from '../../support/routing.js';
import { sampleBrands } from '../../support/sample-brands.js';
import { startApi, type TestApi } from '../support/start-api.js';

const MAIL = 'anna@example.com';
const FRIEND = 'Fred.Friend@example.com';
const NAME = hashPlayerId('lucky', MAIL, null);

const hashing = (brand: BrandCatalogue): BrandCatalogue => ({ ...brand, hashPlayerIds: true });
const settings = {
  minDeposit: { EUR: '20.00' },
  reward: { EUR: { amount: '10.00', currency: 'EUR' } },
};

const routing = useRouting(undefined, hashing);

let api: TestApi;
afterEach(() => api.close());

/** An API over a real Temporal server, whose brands hash the ids of their players. */
async function hashingApi(): Promise<TestApi> {
  const catalogue = catalogueOf([referAFriend], { settings }, { OPERATOR_URL: routing.operator.url }, hashing);
  const ownJourneys = routing.journeys([referAFriend], { settings });
  api = await startApi({ catalogue, ownJourneys });
  return api;
}

test('an e-mail that is a player is in no workflow id, attribute, memo, log or answer, and in no request to the operator', async () => {
  const { send, log } = await hashingApi();
  const occurredAt = new Date().toISOString();
  const referred = { id: 'e-1', type: 'player.referred', playerId: MAIL, occurredAt, data: { referrerId: FRIEND } };
  const deposit = { amount: { amount: '50.00', currency: 'EUR' }, email: MAIL };
  const answers = [
    await send('POST', '/v1/events', { body: referred }),
    await send('GET', `/v1/journeys?player=${encodeURIComponent(MAIL)}`),
    await send('POST', '/v1/events', {
      body: { events: [{ id: 'e-2', type: 'deposit.made', playerId: MAIL, occurredAt, data: deposit }] },
    }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([202, 200, 202]);
  const id = `lucky:refer-a-friend:${NAME}`;
  expect(await closedState(routing.client, id)).toMatchObject({ playerId: NAME, outcome: 'delivered' });
  answers.push(await send('GET', `/v1/journeys/${id}`));

  const { typedSearchAttributes, memo } = await routing.client.workflow.getHandle(id).describe();
  const attributes = JSON.stringify(typedSearchAttributes.getAll());
  expect(attributes).toContain(`lucky:${NAME}`);
  const requests = await routing.operator.requests();
  expect(requests.at(-1)?.body).toMatchObject({ user_id: hashPlayerId('lucky', FRIEND, null), amount: 10 });
  const everything = JSON.stringify([answers.map(({ text }) => text), attributes, memo, log, requests]);
  expect(everything).not.toMatch(/example\.com|%40|anna|fred/i);
  expect(everything).toContain(NAME);
  for await (const { workflowId } of routing.client.workflow.list()) expect(workflowId).not.toMatch(/@|%40/);
});

test('orders, fires, tests, sources and filters name the player as events do', async () => {
  api = await startApi({ catalogue: catalogueOf([], {}, {}, hashing) });
  const { send, journeys } = api;
  const player = { id: 'o-1', playerId: MAIL };
  const statuses = [
    await send('POST', '/v1/journeys', { body: { ...player, journey: 'refer-a-friend' } }),
    await send('POST', '/v1/rules/loyalty-sync/fire', { body: player }),
    await send('POST', '/v1/actions/apply-tag/test', {
      body: { ...player, to: 'destination', fields: { tag: 'vip' } },
    }),
    await send('POST', '/v1/integration/custom', {
      body: { notification_type: 'player.referred', user_id: MAIL, timestamp: new Date().toISOString() },
    }),
    await send('GET', `/v1/journeys?player=${NAME}`),
  ].map(({ status }) => status);
  expect(statuses).toEqual([201, 201, 202, 202, 200]);
  const [start, fire, tested, event, filter] = [
    ...[journeys.starts, journeys.fires, journeys.tests, journeys.accepted, journeys.filters].map(([first]) => first),
  ];
  for (const given of [start, fire, tested, event, filter]) expect(given).toMatchObject({ playerId: NAME });
  const { json } = await send('POST', '/v1/actions/apply-tag/preview', {
    body: { playerId: MAIL, fields: { tag: 'vip' } },
  });
  expect(json.url).toMatch(new RegExp(`/players/${NAME}/tags$`));
});

test('a brand that hashes with a key takes nothing in while the key is missing, and says why in the log alone', async () => {
  const keyed = (brand: BrandCatalogue): BrandCatalogue => ({ ...brand, hashPlayerIds: { env: 'PLAYERS_KEY' } });
  const catalogue = catalogueOf([], {}, {}, keyed);
  const body = { id: 'e-1', type: 'player.referred', playerId: MAIL, occurredAt: new Date().toISOString() };
  api = await startApi({ catalogue });
  const refused = await api.send('POST', '/v1/events', { body });
  expect(refused).toMatchObject({
    status: 503,
    json: { detail: expect.stringContaining('Repeat the request') },
  });
  expect(refused.text).not.toContain('PLAYERS_KEY');
  expect(api.log).toContainEqual(expect.objectContaining({ fault: expect.stringContaining('PLAYERS_KEY is not set') }));
  await api.close();

  api = await startApi({ catalogue, environment: { PLAYERS_KEY: 'a key' } });
  expect((await api.send('POST', '/v1/events', { body })).status).toBe(202);
  expect(api.journeys.accepted).toMatchObject([{ playerId: hashPlayerId('lucky', MAIL, 'a key') }]);
});

test('without hashing an e-mail is refused wherever a player is named, also inside an event', async () => {
  api = await startApi({ catalogue: catalogueOf([]) });
  const field = async (method: string, path: string, body?: object) => {
    const { status, json } = await api.send(method, path, body === undefined ? {} : { body });
    return [status, json.errors];
  };
  const refusal = (name: string) => [422, [{ field: name, message: expect.stringMatching(/^looks like an e-mail/) }]];
  const event = { id: 'e-1', type: 'player.referred', occurredAt: new Date().toISOString() };
  expect(await field('POST', '/v1/events', { ...event, playerId: MAIL })).toEqual(refusal('playerId'));
  expect(await field('POST', '/v1/events', { ...event, playerId: 'p-1', data: { referrerId: FRIEND } })).toEqual(
    refusal('data.referrerId'),
  );
  expect(await field('POST', '/v1/journeys', { id: 'o', playerId: MAIL, journey: 'welcome' })).toEqual(
    refusal('playerId'),
  );
  expect(await field('POST', '/v1/rules/loyalty-sync/fire', { id: 'o', playerId: MAIL })).toEqual(refusal('playerId'));
  expect(await field('POST', '/v1/actions/apply-tag/preview', { playerId: MAIL })).toEqual(refusal('playerId'));
  expect(await field('GET', `/v1/journeys?player=${MAIL}`)).toEqual(refusal('player'));
  expect(await field('GET', `/v1/attention?player=${MAIL}`)).toEqual(refusal('player'));
  expect(sampleBrands({}).map(({ hashPlayerIds }) => hashPlayerIds)).toEqual([false, false]);
});
