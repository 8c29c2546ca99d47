import { describe, expect, it } from 'vitest';
import { ACTION, faults, load, lucky } from '../loading.js';

describe('what a folder says', () => {
  it('is resolved with defaults, durations and the names of things', async () => {
    const brand = await lucky({ 'lucky/actions.yaml': `tag-player: ${ACTION}` });
    expect(brand).toMatchObject({ origins: [], eventWindow: 29 * 86_400_000, timeZone: 'UTC', hashPlayerIds: false });
    expect(brand.actions.get('tag-player')).toEqual({
      name: 'tag-player',
      check: 'none',
      title: 'Tag player',
      notificationType: 'triggercallback.tag-player',
      rewardsEnabled: false,
      effect: 'data',
      mode: 'idempotent',
      destination: 'operator',
      method: 'POST',
      path: '/x',
      query: {},
      headers: {},
      contentType: 'json',
      dialect: 'waypost',
      body: null,
      unwrap: false,
      aliases: {},
      fields: {},
      value: null,
      answers: {},
      answer: { map: null, schema: true },
      ...{ expires: null, guards: [], channel: null, allowedHours: null, limits: null, status: null },
      patience: 75 * 3_600_000,
      whenPatienceEnds: 'park',
      backOff: { initial: 1_000, maximum: 3_600_000 },
    });
  });

  it("is a brand's own over the shared one, key by key", async () => {
    const files = {
      'shared/actions.yaml': `tag: { effect: data, destination: operator, path: /tags, body: { a: 1 }, title: Tag }`,
      'royal/destinations.yaml': 'elsewhere: { url: http://127.0.0.1:2, allow: [127.0.0.1] }',
      'royal/actions.yaml': 'tag: { destination: elsewhere, mode: once, body: { b: 2 } }',
    };
    const { brands } = await load(files);
    const { title, path } = brands.get('lucky')!.actions.get('tag')!;
    expect(brands.get('lucky')!.actions.get('tag')).toMatchObject({ destination: 'operator', body: { a: 1 } });
    expect(brands.get('royal')!.actions.get('tag')).toMatchObject({
      ...{ title, path, destination: 'elsewhere', mode: 'once' },
      body: { b: 2 },
    });
    expect(brands.get('royal')!.actions.get('tag')!.body).not.toHaveProperty('a');
  });

  it('takes a whole URL apart, below its destination', async () => {
    const { actions } = await lucky({
      'lucky/actions.yaml':
        'a: { effect: data, destination: operator, url: "http://127.0.0.1:1/p/{{player.id}}?u={{player.id}}&n=a%20b", query: { x: 1 } }',
    });
    expect(actions.get('a')).toMatchObject({
      path: '/p/{{player.id}}',
      query: { u: '{{player.id}}', n: 'a b', x: '1' },
    });
  });

  it('finds URLs by name in the environment, and else takes the default', async () => {
    const url = 'operator: { url: { env: HERE, default: http://127.0.0.1:3 }, allow: [127.0.0.1] }';
    const at = async (environment: NodeJS.ProcessEnv) =>
      (await lucky({ 'lucky/destinations.yaml': url }, environment)).destinations.get('operator')!.url;
    expect(await at({})).toBe('http://127.0.0.1:3');
    expect(await at({ HERE: 'http://127.0.0.1:4' })).toBe('http://127.0.0.1:4');
  });

  it('has money where its schema says so, and how it comes', async () => {
    const { events } = await lucky({
      'lucky/events.yaml': `bought:
  data:
    properties:
      price: { $ref: '#/money' }
      items: { type: array, items: { properties: { fee: { $ref: '#/money-in-minor-units' } } } }
`,
    });
    expect(events.get('bought')!.money).toEqual([
      { path: 'price', units: 'decimal' },
      { path: 'items.*.fee', units: 'minor' },
    ]);
    expect(events.get('bought')!.data).toMatchObject({ properties: { price: { required: ['amount', 'currency'] } } });
  });

  it('has rules with their conditions, and actions by name or notification type', async () => {
    const { rules } = await lucky({
      'lucky/events.yaml': 'deposit.made:\n',
      'lucky/actions.yaml': `tag: { effect: data, destination: operator, path: /x, notificationType: triggercallback.vip, fields: { tag: { type: string } } }`,
      'lucky/rules.yaml': `tag-vip:
  on: deposit.made
  if: [{ value: event.amount.amount, at-least: 10 }, { value: state.vip, missing: true }]
  do: [{ action: triggercallback.vip, fields: { tag: '{{event.tag}}' } }]
  campaign: c-1
`,
    });
    expect(rules.get('tag-vip')).toEqual({
      name: 'tag-vip',
      title: 'Tag vip',
      trigger: 'event',
      on: ['deposit.made'],
      enabled: true,
      from: null,
      until: null,
      holdout: 0,
      campaigns: ['c-1'],
      lookups: [],
      conditions: [
        { path: 'event.amount.amount', operator: 'at-least', operand: 10 },
        { path: 'state.vip', operator: 'missing', operand: true },
      ],
      actions: [{ action: 'tag', as: 'tag', fields: { tag: '{{event.tag}}' } }],
      inOrder: false,
      stopOnFailure: false,
    });
  });

  it('has sources and option lists', async () => {
    const brand = await lucky({
      'lucky/sources.yaml': `custom:
  map: { type: body.notification_type, playerId: [body.user_id, query.user_id], data: { a: body.x, b: { is: 1 } } }
  identity: { window: 10 s }
`,
      'lucky/lookups.yaml':
        'games: { kind: options, destination: operator, path: /games, items: Data.games, cache: 1 minute }',
    });
    expect(brand.sources.get('custom')).toMatchObject({
      auth: { kind: 'key' },
      identity: { window: 10_000 },
      map: {
        id: null,
        playerId: { kind: 'paths', paths: ['body.user_id', 'query.user_id'] },
        data: {
          kind: 'object',
          entries: { a: { kind: 'paths', paths: ['body.x'] }, b: { kind: 'fixed', value: 1 } },
        },
      },
    });
    expect(brand.optionLists.get('games')).toMatchObject({ items: 'Data.games', text: 'text', cache: 60_000 });
    expect(brand.lookups.size).toBe(0);
  });
});

describe('native calls', () => {
  const USING = { 'lucky/rules.yaml': 'r: { on: e, do: [{ action: credit-bonus-code, fields: { bonusCode: W50 } }] }' };
  const EVENT = { 'lucky/events.yaml': 'e:\n' };

  it('exist where the platform supports them', async () => {
    const brand = 'operatorApi: { destination: operator, supports: [credit-bonus-code] }';
    const guards = { 'lucky/actions.yaml': 'credit-bonus-code: { guards: [] }' };
    const { actions, optionLists } = await lucky({ 'lucky/brand.yaml': brand, ...USING, ...EVENT, ...guards });
    expect([...actions.keys()]).toEqual(['credit-bonus-code']);
    expect(actions.get('credit-bonus-code')).toMatchObject({ mode: 'once', fields: { bonusCode: { type: 'string' } } });
    expect(optionLists.size).toBe(0);
  });

  it('are refused where something uses one that the platform does not support', async () => {
    expect(await faults({ ...USING, ...EVENT })).toEqual([
      expect.stringContaining(
        'lucky/rules.yaml:1:20: r.do[0].action "credit-bonus-code" is not an action of lucky: it is native, so add operatorApi: ',
      ),
    ]);
    expect(await faults({ 'lucky/actions.yaml': 'credit-bonus-code: { mode: once }' })).toEqual([
      expect.stringContaining('lucky/actions.yaml:1:1: credit-bonus-code is a native call'),
    ]);
  });

  it("take nothing that is the platform's own", async () => {
    const brand = 'operatorApi: { destination: operator, supports: [credit-bonus-code] }';
    expect(
      await faults({
        'lucky/brand.yaml': brand,
        'lucky/actions.yaml': 'credit-bonus-code: { path: /mine, mode: once, guards: [] }',
      }),
    ).toEqual([expect.stringContaining("credit-bonus-code.path is fixed by the platform's native call")]);
  });
});
