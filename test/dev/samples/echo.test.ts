import { afterAll, beforeAll, expect, test } from 'vitest';
import { catalogueFolder, loadCatalogue } from '../../../catalogue/load/load.js';
import { entries } from '../../../client/entries.js';
import { fillEchoSamples, SAMPLES_BUCKET } from '../../../dev/samples/echo.js';
import { startApi, type TestApi } from '../../api/support/start-api.js';
import { startTestOperator, type TestOperator } from '../../support/operator.js';

let operator: TestOperator;
let api: TestApi;
beforeAll(async () => {
  operator = await startTestOperator();
  const environment = { OPERATOR_URL: operator.url, LUCKY_OPERATOR_KEY: 'a', ROYAL_OPERATOR_KEY: 'b' };
  api = await startApi({ catalogue: loadCatalogue(catalogueFolder({}), entries, environment), environment });
});
afterAll(async () => {
  await api.close();
  await operator.close();
});

test('the bucket of samples holds one request of each sample action, and the operator gets none of them', async () => {
  const said: string[] = [];
  await fillEchoSamples(api.url, (line) => said.push(line));
  expect(said).toEqual([]);
  const { json } = await api.send('GET', `/echo-list/${SAMPLES_BUCKET}/`, { key: null });
  const { json: listed } = await api.send('GET', '/v1/actions');
  expect((listed.actions as unknown[]).length).toBeGreaterThan(3);
  expect(json.requests).toHaveLength((listed.actions as unknown[]).length);
  expect((await operator.requests()).filter(({ method }) => method === 'POST')).toEqual([]);
});

test('an API that can not be asked is told about, and stops nothing', async () => {
  const said: string[] = [];
  await fillEchoSamples(operator.url, (line) => said.push(line));
  expect(said).toEqual([expect.stringContaining('404')]);
});
