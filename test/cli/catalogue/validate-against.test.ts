import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { InUse } from '../../../catalogue/in-use.js';
import { validate } from '../../../cli/catalogue/validate.js';
import { KEYS, startApi, type TestApi } from '../../api/support/start-api.js';
import { closedPort, serveHttp } from '../../outbound/servers.js';
import { catalogueFolderWith } from '../../support/catalogue-folder.js';
import { keepingTerminal } from '../running.js';

const IN_USE: InUse = {
  journeys: [{ name: 'bonus-bot', runs: 12 }],
  rules: [{ name: 'level-up', runs: 1 }],
  actions: [{ name: 'tag', runs: 13 }],
  lookups: [{ name: 'state', runs: 2 }],
  destinations: [{ name: 'operator', runs: 13 }],
};

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  api.journeys.inUse = async () => IN_USE;
});
afterAll(() => api.close());

const COMPLETE = {
  'lucky/brand.yaml': '{}',
  'lucky/destinations.yaml': 'operator: { url: http://127.0.0.1:1, allow: [127.0.0.1] }',
  'lucky/events.yaml': 'e:',
  'lucky/actions.yaml': 'tag: { effect: data, destination: operator, path: /x }',
  'lucky/lookups.yaml': 'state: { destination: operator, path: /x }',
  'lucky/rules.yaml': 'level-up: { enabled: false, on: e, do: [{ action: tag }] }',
};

/** Checks a catalogue of these files against the API. */
async function against(
  files: Record<string, string>,
  options: { address?: string; key?: string; brand?: string } = {},
) {
  const folder = await catalogueFolderWith(files);
  onTestFinished(() => folder.remove());
  const terminal = keepingTerminal();
  const { address = api.url, key = KEYS.lucky, ...rest } = options;
  return { ok: await validate(folder.path, { against: address, key, ...rest }, terminal), ...terminal };
}

describe('what open runs use', () => {
  it('must still be there: brand, name, number of runs and fix are told for each thing taken away', async () => {
    const { ok, complained } = await against({
      'lucky/brand.yaml': '{}',
      'lucky/destinations.yaml': 'platform: { url: http://127.0.0.1:1, allow: [127.0.0.1] }',
      'lucky/actions.yaml': 'other: { effect: data, destination: platform, path: /x }',
    });
    expect(complained).toEqual([
      'lucky: the journey bonus-bot is removed, and 12 open runs would receive no more events: keep it in lucky/journeys.yaml until they have closed (enabled: false stops new runs), or cancel them',
      'lucky: the rule level-up is removed, and 1 open run might still need it: keep it until they have closed (enabled: false stops new runs), or cancel them',
      'lucky: the action tag is removed, and 13 open runs might call it: keep it until they have closed, or cancel them',
      'lucky: the lookup state is removed, and 2 open runs might ask it: keep it until they have closed, or cancel them',
      'lucky: the destination operator is removed, and 13 open runs might send to it: keep it until they have closed, or cancel them',
    ]);
    expect(ok).toBe(false);
  });

  it('may be switched off, and may change', async () => {
    api.journeys.inUse = async () => ({ ...IN_USE, journeys: [] });
    const { ok, said, complained } = await against(COMPLETE);
    api.journeys.inUse = async () => IN_USE;
    expect({ ok, complained }).toEqual({ ok: true, complained: [] });
    expect(said).toContain(`lucky: the catalogue has everything that open runs at ${api.url} use`);
  });

  it('is lost with its brand', async () => {
    const { ok, complained } = await against({ 'royal/brand.yaml': '{}' });
    expect(complained).toEqual(['lucky: the brand is removed, and 13 open runs belong to it: keep its folder']);
    expect(ok).toBe(false);
  });
});

describe('an API that does not say what is in use', () => {
  it.each([
    ['with a key of several brands', { key: KEYS.both }, /400, The key holds several brands/],
    ['with a key that lacks the scope', { key: KEYS.reader }, /403, /],
    ['with no key at all', { key: '' }, /--against needs --key KEY, or the environment variable WAYPOST_KEY/],
    [
      'at an address that is none',
      { address: 'localhost:8080/x' },
      /is not the address of an API: write http:\/\/host:port/,
    ],
  ])('%s: the check fails and says why', async (_, options, sentence) => {
    await expect(against(COMPLETE, options)).rejects.toThrow(sentence);
  });

  it('since it is away, or no API of ours: nothing is taken for unused, and the key is not repeated', async () => {
    const address = `http://127.0.0.1:${await closedPort()}`;
    await expect(against(COMPLETE, { address })).rejects.toThrow(`can't reach ${address}: no answer`);
    const stranger = await serveHttp((_, response) => response.end('{"brand":"lucky","journeys":[]}'));
    onTestFinished(() => stranger.close());
    const wrong = against(COMPLETE, { address: `http://127.0.0.1:${stranger.port}` });
    await expect(wrong).rejects.toThrow('does not answer like Waypost: rules is required');
    await expect(wrong).rejects.not.toThrow(KEYS.lucky);
  });
});

it('a key of several brands checks the one that is named', async () => {
  const { complained } = await against({ 'royal/brand.yaml': '{}' }, { key: KEYS.both, brand: 'lucky' });
  expect(complained).toEqual([expect.stringMatching(/^lucky: the brand is removed/)]);
});
