import { expect, it, onTestFinished } from 'vitest';
import { catalogueTypes } from '../../cli/catalogue/catalogue-types.js';
import { load } from '../catalogue/loading.js';
import { catalogueFolderWith } from '../support/catalogue-folder.js';
import { SAMPLES } from '../support/sample-brands.js';
import { cli } from './running.js';

it('validate says that the samples are valid, and by which hash', async () => {
  const { code, out } = await cli(['validate']);
  expect(out).toMatch(/samples is valid: 2 brands, content hash [0-9a-f]{12}\n$/);
  expect(code).toBe(0);
  expect((await cli(['validate', SAMPLES])).code).toBe(0);
});

it('validate tells every fault at once with file, line, column, field and fix, and fails', async () => {
  const folder = await catalogueFolderWith({
    'lucky/destinations.yaml': 'operator: { url: http://127.0.0.1:1, allow: [127.0.0.1], timeout: 1 minute }',
    'lucky/actions.yaml': 'tag:\n  effect: mony\n  destination: operater\n  path: /x\n',
    'lucky/journeys.yaml': 'refer-a-frend: {}',
  });
  onTestFinished(() => folder.remove());
  const { code, out, err } = await cli(['validate', folder.path]);
  expect(err.split('\n')).toEqual([
    'lucky/actions.yaml:2:3: tag.effect can\'t be "mony": did you mean "money"?',
    'lucky/destinations.yaml:1:58: operator.timeout must be between 1 ms and 10 s, not 60000 ms',
    'lucky/journeys.yaml:1:1: refer-a-frend is not a journey of this worker: did you mean "refer-a-friend"?',
    `${folder.path} has 3 faults: correct them before it is deployed`,
    '',
  ]);
  expect({ code, out }).toEqual({ code: 1, out: '' });
});

it('a command that there is not is told, with what there is', async () => {
  const { code, err } = await cli(['valdate']);
  expect(err).toContain("unknown command 'valdate'");
  expect(err).toContain('validate');
  expect(code).toBe(1);
});

it('types say what brands have: money by its name, optional fields, and either shape where brands differ', async () => {
  const catalogue = await load({
    'shared/events.yaml': "bought: { data: { properties: { price: { $ref: '#/money' } }, required: [price] } }",
    'royal/events.yaml': 'bought: { data: { properties: { price: { type: string } } } }',
    'shared/actions.yaml': `tag:
  effect: data
  destination: operator
  path: /x
  fields: { tag: { type: select, options: tags, required: true }, level: { type: number }, on: { type: boolean, required: true, default: true } }
  answer: { map: { id: Data.id }, schema: { type: object, properties: { id: { type: string } }, required: [id] } }
`,
    'shared/lookups.yaml': `tags: { kind: options, destination: operator, path: /tags }
games: { destination: operator, path: '/g/{{params.kind}}', params: { kind: { type: string, required: true } } }
`,
    'royal/destinations.yaml': 'operator: { url: http://127.0.0.1:2, allow: [127.0.0.1] }',
  });
  const types = (await catalogueTypes(catalogue)).replace(/\s+/g, ' ');
  expect(types).toContain("import type { JsonValue, Money } from '../waypost.js';");
  expect(types).toMatch(
    /bought: ?\( ?\| \{ price: Money;? \} \| \{ price\?: string;? \} ?\)|bought: \(?\{ price: Money;? \} \| \{ price\?: string;? \}\)?/,
  );
  expect(types).toMatch(
    /tag: \{ fields: \{ tag: string;? level\?: \(?number \| string\)?;? on\?: boolean;? \};? answer: \{ id: string;? \}/,
  );
  expect(types).toMatch(/games: \{ params: \{ kind: string;? \};? answer: JsonValue/);
});
