import { describe, expect, it } from 'vitest';
import { faults } from '../loading.js';
import { BLOCK, files, SMS, TO, UNKNOWN } from './guarded.js';

describe('what is wrong with guards is told with the fix', () => {
  it('no guard at all, for money and messages: define it, or say that nobody is asked', async () => {
    expect(await faults(files(`a: { ${UNKNOWN} }\nb: { ${SMS} }\nc: { effect: data, ${TO} }`, '{}'))).toEqual(
      [
        'a.guards needs the guard "block" before money',
        'b.guards needs the guard "block" before message',
        'b.guards needs the guard "consent" before message',
      ].map(
        (start) =>
          expect.stringMatching(
            new RegExp(`${start} is sent, .* define it in brand.yaml, or set guards: \\[\\] for none$`),
          ) as unknown,
      ),
    );
    expect(await faults(files(`a: { ${UNKNOWN}, guards: [] }`, '{}'))).toEqual([]);
  });

  it.each<[string, string, string]>([
    [
      'a lookup that is not known',
      'block: { lookup: player-bloks, blockedWhen: { active: true } }',
      'guards.block.lookup "player-bloks" is not a lookup of lucky: did you mean "player-blocks"?',
    ],
    [
      'no test',
      'block: { lookup: player-blocks }',
      'guards.block must have exactly one of blockedWhen, passesWhen, and has none',
    ],
    [
      'two tests',
      'block: { lookup: player-blocks, blockedWhen: { active: true }, passesWhen: { active: false } }',
      'and has blockedWhen and passesWhen',
    ],
    [
      'a match of nothing',
      'block: { lookup: player-blocks, blockedWhen: {} }',
      'would match everything: give the values of an item',
    ],
    [
      'what the answer does not hold',
      'block: { lookup: player-blocks, blockedWhen: { activ: true } }',
      'guards.block.blockedWhen tests activ, which the answer of player-blocks might not hold',
    ],
    [
      'what the answer may lack',
      'block: { lookup: player-blocks, blockedWhen: { note: x } }',
      'tests note, which the answer of player-blocks might not hold',
    ],
    [
      'what the answer never says',
      'block: { lookup: player-blocks, blockedWhen: { type: Banned } }',
      'guards.block.blockedWhen can\'t be "Banned": type of player-blocks must be equal to one of',
    ],
  ])('a guard with %s', async (_, guard, sentence) => {
    expect(await faults(files('', `{ ${guard} }`))).toEqual([expect.stringContaining(sentence)]);
  });

  it('a guard whose lookup needs more than the player', async () => {
    const lookups = `l: { destination: operator, path: /x, params: { kind: { type: string, required: true } } }`;
    const found = await faults({
      ...files('', '{ block: { lookup: l, blockedWhen: { a: 1 } } }'),
      'lucky/lookups.yaml': lookups,
    });
    expect(found).toContainEqual(
      expect.stringContaining('names a lookup that needs "kind": use one without required params'),
    );
  });

  it('but not what a brand.yaml that is faulty itself may have held', async () => {
    const spoiled = {
      ...files(`a: { ${UNKNOWN} }`),
      'lucky/brand.yaml': `guards: { ${BLOCK} }\ntimeZone: Mars/Base\n`,
    };
    expect(await faults(spoiled)).toEqual([expect.stringContaining('timeZone is not a time zone')]);
  });
});
