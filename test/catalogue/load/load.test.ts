import { describe, expect, it } from 'vitest';
import type { Action } from '../../../catalogue/action/definition.js';
import type { BrandCatalogue } from '../../../catalogue/brand/definition.js';
import type { Catalogue } from '../../../catalogue/catalogue.js';
import type { Destination } from '../../../catalogue/destination/definition.js';
import { CatalogueInvalid } from '../../../catalogue/load/faults.js';
import { buildCatalogue, loadCatalogue } from '../../../catalogue/load/load.js';
import type { JourneyEntry } from '../../../workflows/contracts/runs/journey-entry.js';
import { sampleBrands, SAMPLES } from '../../support/sample-brands.js';
import { ENTRIES } from '../entries.js';

/** The sample catalogue with lucky spoiled in one way. */
function spoil(change: (lucky: BrandCatalogue) => Partial<BrandCatalogue>, entries = ENTRIES): Catalogue {
  const brands = sampleBrands().map((brand) => (brand.brand === 'lucky' ? { ...brand, ...change(brand) } : brand));
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
    expect([...loadCatalogue(SAMPLES, ENTRIES).brands.keys()]).toEqual(['lucky', 'royal']);
  });

  it('finds its operator at OPERATOR_URL', () => {
    const at = (environment: NodeJS.ProcessEnv): string | undefined =>
      loadCatalogue(SAMPLES, ENTRIES, environment).brands.get('lucky')?.destinations.get('operator')?.url;
    expect(at({})).toBe('http://127.0.0.1:8090');
    expect(at({ OPERATOR_URL: 'http://127.0.0.1:9999' })).toBe('http://127.0.0.1:9999');
  });

  it('has a hash that changes with its content and with nothing else', () => {
    const { hash } = loadCatalogue(SAMPLES, ENTRIES, {});
    expect(hash).toMatch(/^[0-9a-f]{12}$/);
    expect(loadCatalogue(SAMPLES, [...ENTRIES].reverse(), {}).hash).toBe(hash);
    expect(buildCatalogue([...sampleBrands()].reverse(), ENTRIES).hash).toBe(hash);
    expect(spoilAction('cancel-bonus', { patience: 1 }).hash).not.toBe(hash);
  });

  it('has the native calls of the platform, without URL, method or auth of their own', () => {
    const lucky = loadCatalogue(SAMPLES, ENTRIES, {}).brands.get('lucky')!;
    expect(lucky.actions.get('credit-bonus-code')).toMatchObject({
      effect: 'money',
      mode: 'idempotent',
      destination: 'operator',
      method: 'POST',
      path: '/bonus/credit',
      fields: { bonusCode: { type: 'select', options: 'bonuses', required: true } },
      notificationType: 'triggercallback.credit-bonus-code',
    });
    expect(lucky.actions.get('credit-bonus-funds')).toMatchObject({ path: '/bonus/credit/funds' });
    expect(lucky.optionLists.get('bonuses')).toMatchObject({ destination: 'operator', path: '/bonus/list' });
    expect(lucky.notificationTypes.get('triggercallback.credit-bonus-funds')).toBe('credit-bonus-funds');
  });
});

describe('a catalogue with faults is refused whole', () => {
  const withEntry = (change: object): readonly JourneyEntry[] =>
    ENTRIES.map((entry) => (entry.name === 'refer-a-friend' ? { ...entry, ...change } : entry));
  const load = (entries: readonly JourneyEntry[]): Catalogue => loadCatalogue(SAMPLES, entries, {});
  const without = ENTRIES.filter((entry) => entry.name !== 'refer-a-friend');

  it.each<[string, () => Catalogue]>([
    ['lucky/journeys.yaml:6:1: refer-a-friend is not a journey of this worker', () => load(without)],
    ['"player.lost" is not an event of lucky', () => load(withEntry({ startsOn: 'player.lost' }))],
    ['"x.y" is not an event of lucky', () => load(withEntry({ hears: [{ type: 'x.y', key: 'k' }] }))],
    ['uses "credit-all", which is neither', () => load(withEntry({ uses: ['credit-all'] }))],
    ['settings.minDeposit is required', () => spoil(() => switched({ settings: { reward: {} } }))],
    [
      'settings.rewards is unknown',
      () => spoil(() => switched({ settings: { minDeposit: {}, reward: {}, rewards: 1 } })),
    ],
    [
      'settings.reward.EUR must be object',
      () => spoil(() => switched({ settings: { minDeposit: {}, reward: { EUR: 5 } } })),
    ],
    ['until must be after from', () => spoil(() => switched({ from: '2026-02-01', until: '2026-01-01' }))],
    [
      'cancel-bonus.destination "bank" is not a destination of lucky',
      () => spoilAction('cancel-bonus', { destination: 'bank' }),
    ],
    ['fields has no "bonus"', () => spoilAction('cancel-bonus', { body: { id: '{{fields.bonus}}' } })],
    ['"vip" is not a lookup of lucky', () => spoilAction('cancel-bonus', { body: '{{lookup.vip.level}}' })],
    ['begins with "params"', () => spoilAction('cancel-bonus', { query: { x: '{{params.x}}' } })],
    ['no filter "upper"', () => spoilAction('cancel-bonus', { body: '{{event.x | upper}}' })],
    ['must begin with /', () => spoilAction('cancel-bonus', { path: 'bonus' })],
    ['?, # or backslash: put parameters under query', () => spoilAction('cancel-bonus', { path: '/bonus?x=1' })],
    ["can't be sent with GET", () => spoilAction('cancel-bonus', { method: 'GET' })],
    ['value is missing: an action with effect: money needs', () => spoilAction('cancel-bonus', { value: null })],
    ['must be park: only a person', () => spoilAction('cancel-bonus', { whenPatienceEnds: 'abandon' })],
    ['"sum", which must be declared as money', () => spoilAction('credit-referrer', { value: { field: 'sum' } })],
    ['would match every answer', () => spoilAction('cancel-bonus', { answers: { deliveredWhen: [{}] } })],
    [
      'triggercallback.cancel-bonus, cancel-bonus and credit-referrer',
      () => spoilAction('credit-referrer', { notificationType: 'triggercallback.cancel-bonus' }),
    ],
    ['a form holds text', () => spoilAction('cancel-bonus', { contentType: 'form', body: { a: [1] } })],
    ['the body must be text', () => spoilAction('cancel-bonus', { dialect: 'smartico' })],
    ['is only for dialect: fast-track', () => spoilAction('cancel-bonus', { unwrap: true })],
    ['is not a base URL', () => spoilDestination({ url: 'ftp://host' })],
    ['holds a user or password', () => spoilDestination({ url: 'http://user:pw@host' })],
    ['is not a base URL', () => spoilDestination({ url: 'host' })],
    ['must be between 1 ms and 10 s', () => spoilDestination({ timeout: 20_000 })],
    ['"Lucky!" is not a valid name', () => spoil(() => ({ brand: 'Lucky!' }))],
    ['"royal" is the name of two brands', () => spoil(() => ({ origins: ['royal'] }))],
    [
      'is not a valid JSON Schema',
      () =>
        spoil(() => ({
          events: new Map([
            ['a.b', { type: 'a.b', title: 'a.b', money: [], players: [], data: { type: 'thing' } as never }],
          ]),
        })),
    ],
  ])('%s', (sentence, attempt) => {
    expect(attempt).toThrow(CatalogueInvalid);
    expect(attempt).toThrow(sentence);
  });

  it('with every fault, in the file of each brand', () => {
    expect(() => load([])).toThrow(
      expect.objectContaining({
        faults: expect.arrayContaining([
          expect.objectContaining({ file: 'lucky/journeys.yaml' }),
          expect.objectContaining({ file: 'royal/journeys.yaml' }),
        ]) as unknown,
      }),
    );
  });
});

function switched(change: object): Partial<BrandCatalogue> {
  const switches = { enabled: true, from: null, until: null, holdout: 0, settings: { minDeposit: {}, reward: {} } };
  return { journeys: new Map([['refer-a-friend', { ...switches, ...change }]]) };
}
