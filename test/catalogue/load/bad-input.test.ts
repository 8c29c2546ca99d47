import { describe, expect, it } from 'vitest';
import { faults } from '../loading.js';

const action = (rest: string) => ({
  'lucky/actions.yaml': `a: { effect: data, destination: operator, path: /x, ${rest} }`,
});
const lookups = (content: string) => ({ 'lucky/lookups.yaml': content });
const destination = (rest: string) => ({
  'lucky/destinations.yaml': `operator: { url: http://127.0.0.1:1, ${rest} }`,
});

describe('a name that leads nowhere has its sentence', () => {
  it.each<[string, Record<string, string>, string]>([
    [
      'the destination of an action',
      { 'lucky/actions.yaml': 'a: { effect: data, destination: operater, path: /x }' },
      'did you mean "operator"?',
    ],
    [
      'the destination of a lookup',
      lookups('a: { destination: operater, path: /x, answer: {} }'),
      'did you mean "operator"?',
    ],
    [
      'the destination of an option list',
      lookups('a: { kind: options, destination: operater, path: /x }'),
      'did you mean "operator"?',
    ],
    [
      'the destination of the native calls',
      { 'lucky/brand.yaml': 'operatorApi: { destination: nobody, supports: [] }' },
      'operatorApi.destination "nobody" is not a destination of lucky: use operator',
    ],
    [
      'the option list of a field',
      { ...action('fields: { f: { type: select, options: bonuss } }'), ...lookups(list('bonuses-of-ours')) },
      'a.fields.f.options "bonuss" is not an option list of lucky: use bonuses-of-ours',
    ],
    [
      'a field in a body',
      action("body: { x: '{{fields.cod}}' }, fields: { code: { type: string } }"),
      'a.body.x can\'t be filled: {{fields.cod}} is unknown: fields has no "cod": did you mean "code"?',
    ],
    [
      'a field in a rule',
      {
        ...action('fields: { code: { type: string } }'),
        'lucky/events.yaml': 'e.e: {}',
        'lucky/rules.yaml': 'r: { on: e.e, do: [{ action: a, fields: { cod: x } }] }',
      },
      'r.do[0].fields.cod is not a field of a: did you mean "code"?',
    ],
    [
      'the lookup of the player state',
      { 'lucky/brand.yaml': 'playerState: nobody' },
      'playerState "nobody" is not a lookup of lucky',
    ],
    [
      'a part of a JSON Schema',
      { 'lucky/events.yaml': "e.e: { data: { $ref: '#/mony' } }" },
      "e.e.data is not a valid JSON Schema: can't resolve reference #/mony",
    ],
  ])('%s', async (_, files, sentence) => {
    expect(await faults(files)).toEqual([expect.stringContaining(sentence)]);
  });
});

describe('a secret', () => {
  it.each(['hunter2', '{ envv: KEY }', '{ env: KEY, file: /key }'])(
    'that is %s is refused, and is not repeated',
    async (secret) => {
      const [fault = '', ...others] = await faults(destination(`auth: { type: bearer, secret: ${secret} }`));
      expect(others).toEqual([]);
      expect(fault).toMatch(/operator\.auth\.secret must .*\{ env: NAME \}/);
      expect(fault).not.toContain('hunter2');
    },
  );

  it('that names no variable is refused by the rule for names', async () => {
    expect(await faults(destination('auth: { type: bearer, secret: { env: "a name" } }'))).toEqual([
      expect.stringContaining('operator.auth.secret.env is not a variable name: use letters, digits and underscores'),
    ]);
  });
});

describe('a cycle of references ends with a sentence', () => {
  const unknown = (place: string) => `${place} begins with "${place.slice(2).split('.')[0] ?? ''}", which is unknown`;

  it('between two lookups', async () => {
    const one = (name: string, other: string) =>
      `${name}: { destination: operator, path: '/x/{{lookup.${other}.id}}', answer: { type: object } }\n`;
    expect(await faults(lookups(one('p', 'q') + one('q', 'p')))).toEqual([
      expect.stringContaining(unknown('{{lookup.q.id}}')),
      expect.stringContaining(unknown('{{lookup.p.id}}')),
    ]);
  });

  it('of the lookup that answers the state, by the state', async () => {
    const state = "p: { destination: operator, path: '/x/{{state.id}}', answer: { type: object } }";
    expect(await faults({ 'lucky/brand.yaml': 'playerState: p', ...lookups(state) })).toEqual([
      expect.stringContaining(unknown('{{state.id}}')),
    ]);
  });

  it.each(["{ $ref: '#' }", "{ $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } } }"])(
    'in a JSON Schema: %s',
    async (schema) => {
      expect(await faults({ 'lucky/events.yaml': `e.e: { data: ${schema} }` })).toEqual([
        expect.stringContaining('e.e.data is a JSON Schema with an endless reference to itself: remove the cycle'),
      ]);
    },
  );
});

describe('brands are told apart', () => {
  it.each<[string, Record<string, string>, string]>([
    [
      'by their origins',
      { 'lucky/brand.yaml': 'origins: [x]', 'royal/brand.yaml': 'origins: [x]' },
      'royal/brand.yaml:1:11: origins[0] "x" is the name of two brands or origins: change one of them',
    ],
    [
      'by origins that are no other brand',
      { 'lucky/brand.yaml': 'origins: [royal]', 'royal/brand.yaml': '{}' },
      'lucky/brand.yaml:1:11: origins[0] "royal" is the name of two brands or origins: change one of them',
    ],
    // A file system that knows no capitals has but one folder of the name.
    ['by more than capitals', { 'Royal/brand.yaml': '{}' }, 'Royal: is not a valid brand name: use lower case letters'],
  ])('%s', async (_, files, sentence) => {
    expect(await faults(files)).toEqual([expect.stringContaining(sentence)]);
  });
});

function list(name: string): string {
  return `${name}: { kind: options, destination: operator, path: /x }`;
}
