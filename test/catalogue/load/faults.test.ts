import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../../catalogue/load/load.js';
import { ACTION, DESTINATIONS, faults } from '../loading.js';

describe('a fault is told with its place and the fix', () => {
  it.each<[string, Record<string, string>, string]>([
    [
      'a key that is not known',
      { 'lucky/actions.yaml': `a:\n  effect: data\n  destination: operator\n  path: /x\n  titel: A` },
      'lucky/actions.yaml:5:3: a.titel is unknown: did you mean "title"?',
    ],
    [
      'a key that is missing',
      { 'lucky/actions.yaml': `a:\n  effect: data\n  path: /x` },
      'lucky/actions.yaml:1:1: a.destination is missing: add it',
    ],
    [
      'a word that is not possible',
      { 'lucky/actions.yaml': `a: { effect: mony, destination: operator, path: /x }` },
      'lucky/actions.yaml:1:6: a.effect can\'t be "mony": did you mean "money"?',
    ],
    [
      'a value of another type',
      { 'lucky/actions.yaml': `a: { effect: data, destination: operator, path: 5 }` },
      'lucky/actions.yaml:1:43: a.path must be text, not a number',
    ],
    [
      'a length of time that is none',
      { 'lucky/destinations.yaml': `operator: { url: 'http://127.0.0.1:1', timeout: soon }` },
      'operator.timeout "soon" is not a duration: use a number and a unit, such as "10 s", "5 minutes", "75 hours"',
    ],
    [
      'money without a mode',
      { 'lucky/actions.yaml': `a: { effect: money, value: unknown, guards: [], destination: operator, path: /x }` },
      'a.mode is missing, and money needs one. idempotent: the endpoint does a call once',
    ],
    [
      'a name that is none',
      { 'lucky/actions.yaml': `Tag Player: ${ACTION}` },
      'Tag Player is not a valid name: use lower case letters, digits and dashes, starting with a letter',
    ],
    [
      'an unknown destination',
      { 'lucky/actions.yaml': `a: { effect: data, destination: operater, path: /x }` },
      'a.destination "operater" is not a destination of lucky: did you mean "operator"?',
    ],
    [
      'an unknown option list',
      {
        'lucky/actions.yaml': `a: { effect: data, destination: operator, path: /x, fields: { x: { type: select, options: games } } }`,
      },
      'a.fields.x.options "games" is not an option list of lucky',
    ],
    [
      'an unknown field',
      {
        'lucky/actions.yaml': `a: { effect: data, destination: operator, path: /x, body: { t: ['{{fields.tagg}}'] }, fields: { tag: { type: string } } }`,
      },
      'lucky/actions.yaml:1:65: a.body.t[0] can\'t be filled: {{fields.tagg}} is unknown: fields has no "tagg": did you mean "tag"?',
    ],
    [
      'a secret that is written down',
      { 'lucky/destinations.yaml': `operator: { url: 'http://127.0.0.1:1', auth: { type: bearer, secret: hunter2 } }` },
      'operator.auth.secret must be a reference, never the secret itself: { env: NAME } or { file: PATH }',
    ],
    [
      'an auth that is none',
      { 'lucky/destinations.yaml': `operator: { url: 'http://127.0.0.1:1', auth: { type: bearr } }` },
      'operator.auth.type can\'t be "bearr": did you mean "bearer"?',
    ],
    [
      'a URL that leads elsewhere',
      { 'lucky/actions.yaml': `a: { effect: data, destination: operator, url: 'http://127.0.0.1:1.evil.test/x' }` },
      'a.url must begin with the URL of its destination operator, http://127.0.0.1:1',
    ],
    [
      'a URL whose variable is not set',
      { 'lucky/destinations.yaml': 'operator: { url: { env: NOWHERE } }' },
      'operator.url needs the environment variable NOWHERE, which is not set: set it, or add a default',
    ],
    [
      'a condition without a test',
      {
        'lucky/events.yaml': 'e:',
        'lucky/actions.yaml': `a: ${ACTION}`,
        'lucky/rules.yaml': 'r: { on: e, if: [{ value: event.x }], do: [{ action: a }] }',
      },
      'r.if[0] has no test: add one of equals, not-equals',
    ],
    [
      'a reward with an action that is not for rewards',
      {
        'lucky/events.yaml': 'e:',
        'lucky/actions.yaml': `a: ${ACTION}`,
        'lucky/rules.yaml': 'r: { trigger: reward, on: e, do: [{ action: a }] }',
      },
      "r.do[0].action names a, which a reward can't fire: set rewardsEnabled on it",
    ],
    [
      'a rule with wrong fields',
      {
        'lucky/events.yaml': 'e:',
        'lucky/actions.yaml': `a: { effect: data, destination: operator, path: /x, fields: { count: { type: number, required: true } } }`,
        'lucky/rules.yaml': 'r: { on: e, do: [{ action: a, fields: { count: many } }] }',
      },
      'r.do[0].fields.count must be a number',
    ],
    [
      'a cycle of references in a schema',
      {
        'lucky/events.yaml':
          "e: { data: { $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } } } }",
      },
      'e.data is a JSON Schema with an endless reference to itself: remove the cycle',
    ],
    [
      'fields of a shared action that a brand changes',
      { 'shared/actions.yaml': `a: ${ACTION}`, 'lucky/actions.yaml': 'a: { fields: {} }' },
      'lucky/actions.yaml:1:6: a.fields can only be set in the shared definition, because journeys are typed by it',
    ],
    [
      "a brand of the name of another one's origin",
      { 'lucky/brand.yaml': 'origins: [Royal]', 'royal/brand.yaml': '{}' },
      'lucky/brand.yaml:1:11: origins[0] "Royal" is the name of two brands or origins: change one of them',
    ],
    ['a time zone that is none', { 'lucky/brand.yaml': 'timeZone: Mars/Base' }, 'timeZone is not a time zone'],
    [
      'a file that has no place',
      { 'lucky/action.yaml': '{}' },
      'lucky/action.yaml: is not a file of a brand: did you mean "actions.yaml"?',
    ],
    ['a folder that is no name', { 'Lucky Star/brand.yaml': '{}' }, 'Lucky Star: is not a valid brand name'],
  ])('%s', async (_, files, sentence) => {
    const found = await faults(files);
    expect(found).toEqual([expect.stringContaining(sentence)]);
    expect(found.join()).not.toContain('hunter2');
  });

  it('all at once, and one that others depend on does not make them faulty too', async () => {
    const found = await faults({
      'lucky/events.yaml': 'e: { daat: {} }',
      'lucky/destinations.yaml': 'operator: { url: 5 }',
      'lucky/actions.yaml': `a: { effect: data, destination: operator, path: /x, patience: ages }\nb: ${ACTION}`,
      'lucky/rules.yaml': 'r: { on: [e, f], do: [{ action: a }, { action: c }] }',
      'lucky/journeys.yaml': 'welcom: {}',
    });
    expect(found).toEqual([
      expect.stringContaining('lucky/actions.yaml:1:53: a.patience "ages" is not a duration'),
      expect.stringContaining('lucky/destinations.yaml:1:13: operator.url must be a URL'),
      expect.stringContaining('lucky/events.yaml:1:6: e.daat is unknown: did you mean "data"?'),
      expect.stringContaining('lucky/journeys.yaml:1:1: welcom is not a journey of this worker'),
      expect.stringContaining('lucky/rules.yaml:1:14: r.on[1] "f" is not an event of lucky'),
      expect.stringContaining('lucky/rules.yaml:1:40: r.do[1].action "c" is not an action of lucky'),
    ]);
  });

  it('once for a shared definition, however many brands have it', async () => {
    expect(
      await faults({
        'shared/actions.yaml': 'a: { effect: mony, destination: operator, path: /x }',
        'royal/destinations.yaml': DESTINATIONS,
      }),
    ).toEqual(['shared/actions.yaml:1:6: a.effect can\'t be "mony": did you mean "money"? (lucky, royal)']);
  });

  it('when there is nothing', () => {
    expect(() => loadCatalogue('/nowhere/at/all', [], {})).toThrow("can't be read (ENOENT): set WAYPOST_CATALOGUE");
  });
});
