import { describe, expect, it } from 'vitest';
import { CREDIT, files, SMS, STATUS, TO, UNKNOWN } from '../guard/guarded.js';
import { load, lucky } from '../loading.js';

describe('what restrains an action', () => {
  it('goes without saying by its effect', async () => {
    const { actions } = await lucky(files(`a: { ${UNKNOWN} }\nb: { ${SMS} }\nc: { effect: data, ${TO} }`));
    const of = (name: string) => {
      const { guards, expires, limits, allowedHours } = actions.get(name)!;
      return { guards, expires, limits, allowedHours };
    };
    const nothing = { limits: null, allowedHours: null };
    expect(of('a')).toEqual({ guards: ['block'], expires: null, ...nothing });
    expect(of('b')).toEqual({ guards: ['block', 'consent'], expires: 86_400_000, ...nothing });
    expect(of('c')).toEqual({ guards: [], expires: null, ...nothing });
  });

  it('is what it says', async () => {
    const { actions, guards } = await lucky(
      files(`a:
  { ${CREDIT}, guards: [], expires: 2 hours,
    limits: [{ per: player, count: 3, window: ever }, { name: day, per: brand, money: { EUR: '9.50' }, window: 24 hours }],
    allowedHours: { from: '22:00', until: '06:00', outside: drop, timeZone: state.zone } }
b: { ${SMS}, expires: never }
`),
    );
    expect(actions.get('a')).toMatchObject({
      guards: [],
      expires: 7_200_000,
      limits: [
        { name: 'a-per-player', title: 'a per player', per: 'player', count: 3, money: null, window: null },
        { name: 'day', title: 'day per brand', per: 'brand', count: null, money: { EUR: '9.50' }, window: 86_400_000 },
      ],
      allowedHours: { from: '22:00', until: '06:00', outside: 'drop', timeZone: 'state.zone' },
    });
    expect(actions.get('b')!.expires).toBeNull();
    expect(guards.get('block')).toEqual({
      name: 'block',
      title: 'Block',
      lookup: 'player-blocks',
      test: 'blockedWhen',
      matches: [{ active: [true], type: ['Blocked', 'Excluded'] }],
    });
  });

  it("is a brand's own over the shared one, and a status goes with its mode", async () => {
    const { brands } = await load({
      'shared/actions.yaml': `a: { effect: data, ${TO}, mode: reconcile, status: ${STATUS}, limits: [{ per: brand, count: 1, window: ever }] }`,
      'royal/destinations.yaml': 'operator: { url: http://127.0.0.1:2, allow: [127.0.0.1] }',
      'royal/actions.yaml': 'a: { mode: once, limits: [{ per: player, count: 2, window: ever }] }',
    });
    expect(brands.get('lucky')!.actions.get('a')).toMatchObject({ limits: [{ count: 1 }], status: { after: 30_000 } });
    expect(brands.get('royal')!.actions.get('a')).toMatchObject({ limits: [{ count: 2 }], status: null });
  });
});
