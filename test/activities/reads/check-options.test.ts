import { describe, expect, it } from 'vitest';
import type { Action } from '../../../catalogue/action/definition.js';
import { renderAtOnce } from '../../../catalogue/action/render-at-once.js';
import type { BrandCatalogue } from '../../../catalogue/brand/definition.js';
import { buildCatalogue } from '../../../catalogue/load/load.js';
import { ENTRIES } from '../../catalogue/entries.js';
import { useOperator } from '../../support/operator.js';
import { sampleBrands } from '../../support/sample-brands.js';
import { activitiesOf, REQUEST, within } from '../world.js';

const operator = useOperator();

/** The sample brands with an action `choose`, whose campaign and tag come from the operator's lists. */
function catalogue(change: Partial<Action> = {}, lists: Record<string, object> = {}) {
  const brands = sampleBrands({ OPERATOR_URL: operator.url }).map((brand): BrandCatalogue => {
    const choose: Action = {
      ...(brand.actions.get('tag-for-campaign') as Action),
      name: 'choose',
      notificationType: 'triggercallback.choose',
      path: '/players/x/tags',
      body: { code: '{{fields.code | omit}}', tag: '{{fields.tag | omit}}' },
      fields: {
        code: { type: 'select', options: 'bonuses', required: false },
        tag: { type: 'select', options: 'tags', required: false },
      },
      check: 'options',
      ...change,
    };
    const optionLists = [...brand.optionLists].map(([name, list]) => [name, { ...list, ...lists[name] }] as const);
    return { ...brand, actions: new Map([...brand.actions, ['choose', choose]]), optionLists: new Map(optionLists) };
  });
  return buildCatalogue(brands, ENTRIES);
}

const wish = (fields: Record<string, string>) => ({ ...REQUEST, action: 'choose', fields });
const asked = async (path: string) => (await operator.requests()).filter((request) => request.path === path);

describe.each([true, false])('an action that checks its options (local: %s)', (isLocal) => {
  it('refuses what its list does not offer, by the name of the field and its list, and asks the list once', async () => {
    const { prepareCall } = activitiesOf(catalogue());
    const prepare = (fields: Record<string, string>) => within(prepareCall, wish(fields), { isLocal });
    expect(await prepare({ code: 'NOT-A-CAMPAIGN' })).toEqual({
      kind: 'refused',
      reason: expect.stringContaining(
        '"code" is "NOT-A-CAMPAIGN", which the option list bonuses does not offer',
      ) as string,
    });
    const good = await prepare({ code: 'W50' });
    expect(good).toMatchObject({ kind: 'ready', call: { body: '{"code":"W50"}' } });
    expect(good).not.toHaveProperty('call.unchecked');
    expect(await asked('/bonus/list')).toHaveLength(1);
  });

  it('asks again before a copy that is past its time refuses anything', async () => {
    const { prepareCall } = activitiesOf(catalogue({}, { bonuses: { cache: 0 } }));
    const prepare = (code: string) => within(prepareCall, wish({ code }), { isLocal });
    await prepare('W50');
    const fresh = { Data: [{ text: 'New', value: 'NEW-ONE' }], Success: true, Errors: [] };
    await operator.fault({ path: '/bonus/list', times: 5, answer: { status: 200, body: fresh } });
    expect(await prepare('NEW-ONE')).toMatchObject({ kind: 'ready' });
  });

  it.each([
    ['answers nothing', { cut: 'before-headers' }],
    ['fails', { status: 503 }],
    ['takes too long', { delayMs: 3_000 }],
    ['is no list', { status: 200, body: '<html>' }],
  ] as const)('lets a call pass, and says so for the journal, where the list %s', async (_, answer) => {
    await operator.fault({ path: '/bonus/list', times: 9, answer });
    const { prepareCall } = activitiesOf(catalogue());
    expect(await within(prepareCall, wish({ code: 'WHATEVER' }), { isLocal })).toMatchObject({
      kind: 'ready',
      call: { unchecked: [expect.stringMatching(/^"code" is not checked: the option list bonuses can't be had: /)] },
    });
  });

  it('lets a call pass where the list needs a param, or is known in part', async () => {
    const params = { provider: { type: 'string', required: true } };
    const { prepareCall } = activitiesOf(catalogue({}, { bonuses: { params } }));
    expect(await within(prepareCall, wish({ code: 'WHATEVER' }), { isLocal })).toMatchObject({
      kind: 'ready',
      call: { unchecked: [expect.stringContaining("can't be asked: ")] },
    });
  });
});

it('an action that does not say so sends what it is given, and asks no list', async () => {
  const { prepareCall } = activitiesOf(catalogue({ check: 'none' }));
  expect(await within(prepareCall, wish({ code: 'NOT-A-CAMPAIGN' }), { isLocal: true })).toMatchObject({
    kind: 'ready',
  });
  expect(await operator.requests()).toEqual([]);
});

it('a rule whose action checks its options is not rendered where its event comes in', () => {
  const event = { id: 'e', type: 'x', playerId: 'p', occurredAt: '', receivedAt: '', data: {} };
  const fired = { brand: 'lucky', playerId: 'p', rule: 'r', event };
  const fires = { calls: [{ action: 'choose', step: 'choose', fields: {} }], inOrder: false, stopOnFailure: false };
  const rendered = (check: Action['check']) =>
    renderAtOnce(catalogue({ check }), fired, fires as unknown as Parameters<typeof renderAtOnce>[2]).calls[0]
      ?.prepared;
  expect(rendered('none')).toMatchObject({ kind: 'ready' });
  expect(rendered('options')).toBeUndefined();
});
