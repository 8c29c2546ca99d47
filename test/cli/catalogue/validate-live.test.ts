import { expect, it, onTestFinished } from 'vitest';
import { validate } from '../../../cli/catalogue/validate.js';
import { closedPort } from '../../outbound/servers.js';
import { catalogueFolderWith } from '../../support/catalogue-folder.js';
import { useOperator } from '../../support/operator.js';
import { SAMPLES } from '../../support/sample-brands.js';
import { keepingTerminal } from '../running.js';

const operator = useOperator();

const ACTIONS = `credit:
  effect: data
  destination: operator
  path: /x
  fields:
    bonus: { type: select, options: codes, default: W51 }
    tag: { type: select, options: tags, default: vip }
`;
const LISTS = `tags: { kind: options, destination: operator, path: /tags }
codes: { kind: options, destination: operator, path: /bonus/list, query: { brand: '{{brand.id}}' } }
`;

/** Checks a catalogue of these files with --live. */
async function live(files: Record<string, string>, url = operator.url) {
  const folder = await catalogueFolderWith({
    'lucky/brand.yaml': '{}',
    'lucky/destinations.yaml': `operator: { url: '${url}', allow: [127.0.0.1] }`,
    ...files,
  });
  onTestFinished(() => folder.remove());
  const terminal = keepingTerminal();
  return { ok: await validate(folder.path, { live: true }, terminal), ...terminal };
}

it('a default that its list no longer offers is told with its place and what is near', async () => {
  const { ok, said, complained } = await live({ 'lucky/actions.yaml': ACTIONS, 'lucky/lookups.yaml': LISTS });
  expect(complained).toEqual([
    'lucky/actions.yaml:6:44: credit.fields.bonus.default is "W51", which the option list codes does not offer: did you mean "W50"?',
  ]);
  expect(said).toContain('2 option lists asked');
  expect(said.join()).not.toContain('is valid');
  expect(said.at(-1)).toMatch(/ valid files, and 1 fault in the checks against live systems$/);
  expect(ok).toBe(false);
});

it('so is what a rule gives literally; a placeholder is no choice yet', async () => {
  const { complained } = await live({
    'lucky/events.yaml': 'e:',
    'lucky/actions.yaml': ACTIONS.replace('W51', 'W50'),
    'lucky/lookups.yaml': LISTS,
    'lucky/rules.yaml': `r:
  on: e
  do:
    - { action: credit, fields: { bonus: RW100, tag: vip } }
    - { action: credit, as: again, fields: { bonus: '{{event.bonus}}' } }
`,
  });
  expect(complained).toEqual([
    expect.stringContaining('lucky/rules.yaml:4:35: r.do[0].fields.bonus is "RW100", which the option list codes'),
  ]);
});

it('each brand is asked for its own list: a shared choice may be offered to one and not to the other', async () => {
  const { complained } = await live({
    'royal/brand.yaml': '{}',
    'royal/destinations.yaml': `operator: { url: '${operator.url}', allow: [127.0.0.1] }`,
    'shared/actions.yaml': ACTIONS.replace('W51', 'W50'),
    'shared/lookups.yaml': LISTS,
  });
  expect(complained).toEqual([expect.stringMatching(/^shared\/actions\.yaml:6:44: .*"W50".* \(royal\)$/)]);
});

it('a list that can not be reached, or answers no list, is named', async () => {
  const away = await live({ 'lucky/lookups.yaml': LISTS }, `http://127.0.0.1:${await closedPort()}`);
  expect(away.complained).toEqual([
    expect.stringMatching(/^lucky\/lookups\.yaml:1:1: tags can't be used: .*refused/),
    expect.stringMatching(/^lucky\/lookups\.yaml:2:1: codes can't be used: /),
  ]);
  expect(away.ok).toBe(false);
  await operator.fault({ path: '/tags', times: 1, answer: { body: { Data: [{ text: 'VIP' }] } } });
  const { complained } = await live({ 'lucky/lookups.yaml': LISTS });
  expect(complained).toEqual([expect.stringContaining("tags can't be used: item 0 has no value")]);
});

it('a list that needs a param is named and not asked', async () => {
  const params = "params: { provider: { type: string, required: true } }, query: { provider: '{{params.provider}}' }";
  const { ok, said } = await live({
    'lucky/lookups.yaml': `games: { kind: options, destination: operator, path: /games, ${params} }`,
  });
  expect(said).toContain('lucky: the option list games needs "provider", which is missing: not asked');
  expect(ok).toBe(true);
});

it('the samples choose nothing that the stand-in operator does not offer', async () => {
  const keys = { LUCKY_OPERATOR_KEY: 'lucky-key', ROYAL_OPERATOR_KEY: 'royal-key' };
  const terminal = keepingTerminal({ OPERATOR_URL: operator.url, ...keys });
  expect(await validate(SAMPLES, { live: true }, terminal)).toBe(true);
  expect(terminal.complained).toEqual([]);
});

it('a native list that fails is named where the brand says that it has it', async () => {
  const terminal = keepingTerminal({ OPERATOR_URL: operator.url, ROYAL_OPERATOR_KEY: 'royal-key' });
  expect(await validate(SAMPLES, { live: true }, terminal)).toBe(false);
  expect(terminal.complained).toContainEqual(
    expect.stringMatching(
      /^lucky\/brand\.yaml:\d+:3: operatorApi\.supports lists bonuses, which can't be used: the secret in the environment variable LUCKY_OPERATOR_KEY is not set/,
    ),
  );
});
