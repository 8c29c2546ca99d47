import { describe, expect, it } from 'vitest';
import type { Action, BrandCatalogue, Catalogue, Destination } from '../../catalogue/catalogue.js';
import { CatalogueInvalid } from '../../catalogue/errors.js';
import { buildCatalogue, loadCatalogue } from '../../catalogue/load.js';
import { sampleBrands } from '../../catalogue/samples/brands.js';
import * as journeys from '../../workflows/journeys/index.js';
import type { JourneyEntry } from '../../workflows/contracts/journey-entry.js';
import { ENTRIES } from './entries.js';

/** The sample catalogue with lucky spoiled in one way. */
function spoil(change: (lucky: BrandCatalogue) => Partial<BrandCatalogue>, entries = ENTRIES): Catalogue {
  const brands = sampleBrands({}).map((brand) => (brand.brand === 'lucky' ? { ...brand, ...change(brand) } : brand));
  return buildCatalogue(brands, entries);
}

function spoilAction(name: string, change: Partial<Action>): Catalogue {
  return spoil(({ actions }) => {
    const action = actions.get(name);
    if (action === undefined) throw new Error(`no action ${name}`);
    return { actions: new Map(actions).set(name, { ...action, ...change }) };
  });
}

function spoilDestination(change: Partial<Destination>): Catalogue {
  return spoil(({ destinations }) => ({
    destinations: new Map([...destinations].map(([name, destination]) => [name, { ...destination, ...change }])),
  }));
}

describe('the sample catalogue', () => {
  it('is valid with the journeys that there are', () => {
    const entries = Object.values(journeys).flatMap((one) => (typeof one === 'function' ? [one.entry] : []));
    expect([...loadCatalogue(entries).brands.keys()]).toEqual(['lucky', 'royal']);
  });

  it('finds its operator at OPERATOR_URL', () => {
    const at = (environment: NodeJS.ProcessEnv): string | undefined =>
      loadCatalogue(ENTRIES, environment).brands.get('lucky')?.destinations.get('operator')?.url;
    expect(at({})).toBe('http://127.0.0.1:8090');
    expect(at({ OPERATOR_URL: 'http://127.0.0.1:9999' })).toBe('http://127.0.0.1:9999');
  });

  it('has a hash that changes with its content and with nothing else', () => {
    const { hash } = loadCatalogue(ENTRIES, {});
    expect(hash).toMatch(/^[0-9a-f]{12}$/);
    expect(loadCatalogue([...ENTRIES].reverse(), {}).hash).toBe(hash);
    expect(buildCatalogue([...sampleBrands({})].reverse(), ENTRIES).hash).toBe(hash);
    expect(spoilAction('cancel-bonus', { patience: 1 }).hash).not.toBe(hash);
  });
});

describe('a catalogue with faults is refused whole', () => {
  const withEntry = (change: object): readonly JourneyEntry[] =>
    ENTRIES.map((entry) => (entry.name === 'refer-a-friend' ? { ...entry, ...change } : entry));

  it.each<[string, () => Catalogue]>([
    ['journey refer-a-friend: there is no such journey', () => loadCatalogue(ENTRIES.slice(0, 1), {})],
    ['the event "player.lost" is not declared', () => loadCatalogue(withEntry({ startsOn: 'player.lost' }), {})],
    ['the event "x.y" is not declared', () => loadCatalogue(withEntry({ hears: [{ type: 'x.y', key: 'k' }] }), {})],
    ['it uses "credit-all", which is neither', () => loadCatalogue(withEntry({ uses: ['credit-all'] }), {})],
    ['settings.minDeposit is required', () => spoil(() => switched({ settings: { reward: {} } }))],
    [
      'settings.rewards is not known here',
      () => spoil(() => switched({ settings: { minDeposit: {}, reward: {}, rewards: 1 } })),
    ],
    [
      'settings.reward.EUR must be object',
      () => spoil(() => switched({ settings: { minDeposit: {}, reward: { EUR: 5 } } })),
    ],
    ['holdout is a percentage', () => spoil(() => switched({ holdout: 101 }))],
    ['until is no ISO 8601 date: "later"', () => spoil(() => switched({ until: 'later' }))],
    ['action cancel-bonus: no destination "bank"', () => spoilAction('cancel-bonus', { destination: 'bank' })],
    ['{{fields.bonus}} names no field', () => spoilAction('cancel-bonus', { body: { id: '{{fields.bonus}}' } })],
    ['{{lookup.vip.level}} names no lookup', () => spoilAction('cancel-bonus', { body: '{{lookup.vip.level}}' })],
    ['{{params.x}} is for lookups', () => spoilAction('cancel-bonus', { query: { x: '{{params.x}}' } })],
    ['no filter "upper"', () => spoilAction('cancel-bonus', { body: '{{event.x | upper}}' })],
    ['must begin with /', () => spoilAction('cancel-bonus', { path: 'bonus' })],
    ['?, # or backslash: see query', () => spoilAction('cancel-bonus', { path: '/bonus?x=1' })],
    ['a GET has no body', () => spoilAction('cancel-bonus', { method: 'GET' })],
    ['money needs a value', () => spoilAction('cancel-bonus', { value: null })],
    ['"sum", which must be declared as money', () => spoilAction('credit-referrer', { value: { field: 'sum' } })],
    ['would match every answer', () => spoilAction('cancel-bonus', { answers: { deliveredWhen: [{}] } })],
    ['is no base URL', () => spoilDestination({ url: 'ftp://host' })],
    ['is no base URL', () => spoilDestination({ url: 'http://user:pw@host' })],
    ['is no base URL', () => spoilDestination({ url: 'host' })],
    ['the timeout must lie between', () => spoilDestination({ timeout: 20_000 })],
    ['"Lucky!" is no name', () => spoil(() => ({ brand: 'Lucky!' }))],
    ['"royal" names two brands', () => spoil(() => ({ origins: ['royal'] }))],
    [
      'is no JSON Schema',
      () => spoil(() => ({ events: new Map([['a.b', { type: 'a.b', data: { type: 'thing' } as never }]]) })),
    ],
  ])('%s', (sentence, load) => {
    expect(load).toThrow(CatalogueInvalid);
    expect(load).toThrow(sentence);
  });

  it('with every fault, by brand', () => {
    expect(() => loadCatalogue([], {})).toThrow(
      expect.objectContaining({
        faults: expect.arrayContaining([expect.stringMatching(/^royal: journey /)]) as unknown,
      }),
    );
  });
});

function switched(change: object): Partial<BrandCatalogue> {
  const switches = { enabled: true, from: null, until: null, holdout: 0, settings: { minDeposit: {}, reward: {} } };
  return { journeys: new Map([['refer-a-friend', { ...switches, ...change }]]) };
}
