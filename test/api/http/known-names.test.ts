import { afterAll, beforeAll, expect, it } from 'vitest';
import { catalogueFolder, loadCatalogue } from '../../../catalogue/load/load.js';
import { entries } from '../../../client/entries.js';
import { startApi, type TestApi } from '../support/start-api.js';

let api: TestApi;
beforeAll(async () => {
  const environment = { LUCKY_OPERATOR_KEY: 'a', ROYAL_OPERATOR_KEY: 'b' };
  api = await startApi({ catalogue: loadCatalogue(catalogueFolder({}), entries, environment), environment });
});
afterAll(() => api.close());

it.each([
  ['/v1/journeys?journey=refer-a-frend', 'journey', 'refer-a-friend'],
  ['/v1/journeys?rule=loyalty-sink', 'rule', 'loyalty-sync'],
  ['/v1/journeys?journey=~rule:loyalty-sink', 'journey', 'loyalty-sync'],
  ['/v1/journeys?journey=~call:cancel-bonuz', 'journey', 'cancel-bonus'],
  ['/v1/attention?action=cancel-bonuz', 'action', 'cancel-bonus'],
  ['/v1/attention?destination=operatr', 'destination', 'operator'],
  ['/v1/attention?journey=refer-a-frend', 'journey', 'refer-a-friend'],
])('%s, which finds nothing, names what was probably meant', async (path, field, meant) => {
  const { status, json } = await api.send('GET', path);
  expect(status).toBe(422);
  expect(json.errors).toEqual([{ field, message: expect.stringContaining(`did you mean "${meant}"?`) }]);
});

it.each(['journey=refer-a-friend', 'rule=loyalty-sync', 'journey=~call:cancel-bonus'])(
  'a list by %s that finds nothing is an empty page',
  async (filter) => {
    expect(await api.send('GET', `/v1/journeys?${filter}`)).toMatchObject({ status: 200, json: { runs: [] } });
  },
);
