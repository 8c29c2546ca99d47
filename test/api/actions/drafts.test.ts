import { afterEach, beforeEach, expect, test } from 'vitest';
import { findAction } from '../../../api/actions/find-action.js';
import type { BrandCatalogue } from '../../../catalogue/brand/definition.js';
import { catalogueFolder, loadCatalogue } from '../../../catalogue/load/load.js';
import { entries } from '../../../client/entries.js';
import { brandCatalogue, startApi, type TestApi } from '../support/start-api.js';

let api: TestApi;
beforeEach(async () => {
  const environment = { OPERATOR_URL: 'http://operator.example:8090' };
  api = await startApi({ catalogue: loadCatalogue(catalogueFolder({}), entries, environment) });
});
afterEach(() => api.close());

test('a preview names everything that is missing at once, fields and placeholders', async () => {
  const { json } = await api.send('POST', '/v1/actions/brand-new/preview', {
    body: {
      draft: {
        path: '/x/{{event.id}}',
        body: { a: '{{event.a}}', b: ['{{state.b}}', '{{event.a}}'], f: '{{fields.f}}', g: '{{fields.g}}' },
        fields: { f: { type: 'string', required: true }, g: { type: 'string', required: true } },
      },
    },
  });
  expect(json).toMatchObject({
    result: 'refused',
    reason:
      'the action brand-new needs "f" and "g", which are missing; {{event.id}}, {{event.a}} and {{state.b}} have no value',
  });
});

test('a draft may have a url in place of a path, and can be test-fired at an echo bucket', async () => {
  const draft = { url: 'http://operator.example:8090/x?level={{event.level}}', body: { id: '{{player.id}}' } };
  const { json } = await api.send('POST', '/v1/actions/brand-new/preview', { body: { event: { level: 1 }, draft } });
  expect(json).toMatchObject({ result: 'ready', destination: 'operator', url: expect.stringContaining('/x?level=1') });
  const order = { id: 't-1', event: { level: 1 }, draft, bucket: 'drafted' };
  const fired = await api.send('POST', '/v1/actions/brand-new/test', { body: order });
  expect(fired).toMatchObject({ status: 200, json: { to: 'echo', action: 'brand-new' } });
  const echoed = await api.send('GET', '/echo-list/drafted/', { key: null });
  expect(echoed.json.requests).toMatchObject([{ method: 'POST', body: '{"id":"player-1"}' }]);
  const sent = await api.send('POST', '/v1/actions/brand-new/test', {
    body: { ...order, to: 'destination', bucket: undefined },
  });
  expect(sent).toMatchObject({ status: 422, json: { errors: [{ field: 'draft' }] } });
});

test('an action that the platform would answer, and the brand does not support, names the line that adds it', () => {
  const operatorApi = { destination: 'operator', supports: [] };
  const find = (changes: object) => () => findAction({ ...brandCatalogue('lucky'), ...changes }, 'credit-bonus-funds');
  expect(find({})).toThrow(/add operatorApi: \{ .*supports: \[credit-bonus-funds\] \} to lucky\/brand\.yaml/);
  expect(find({ operatorApi })).toThrow('add credit-bonus-funds to operatorApi.supports in lucky/brand.yaml');
  const untaken = new Map([['actions', { by: 'except', names: ['credit-bonus'] }]]);
  expect(() => findAction({ ...brandCatalogue('lucky'), untaken } as BrandCatalogue, 'credit-bonus')).toThrow(
    'take credit-bonus out of except.actions in lucky/brand.yaml',
  );
});

test.each([
  ['of no destination', { url: 'https://evil.example/x' }],
  ['beside a path', { path: '/x', url: 'http://operator.example:8090/x' }],
])('a url %s is refused by its field', async (_, draft) => {
  const refused = await api.send('POST', '/v1/actions/brand-new/preview', { body: { draft } });
  expect(refused).toMatchObject({ status: 422, json: { errors: [{ field: 'draft.url' }] } });
});
