import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Catalogue } from '../../../catalogue/catalogue.js';
import { type OpenCatalogue, openCatalogue } from '../../../catalogue/load/open.js';
import { catalogueFolderWith, type TestFolder } from '../../support/catalogue-folder.js';

const OPERATOR = {
  'brand.yaml': '{}',
  'destinations.yaml': 'operator: { url: http://127.0.0.1:1, allow: [127.0.0.1] }',
};
const ACTIONS = `cancel-bonus:
  effect: money
  mode: idempotent
  value: unknown
  guards: []
  destination: operator
  path: /bonus/cancel
`;
const FILES = { 'shared/actions.yaml': ACTIONS, ...below('lucky', OPERATOR), ...below('royal', OPERATOR) };

function below(folder: string, files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([name, content]) => [`${folder}/${name}`, content]));
}

let folder: TestFolder;
let opened: OpenCatalogue | undefined;
let told: { readonly message: string; readonly about: object }[];

beforeEach(async () => {
  folder = await catalogueFolderWith(FILES);
  told = [];
});
afterEach(async () => {
  await opened?.close();
  opened = undefined;
  await folder.remove();
});

/** Opens the folder; `change` and `refusal` are the next catalogue that is taken, the next one that is not. */
function open(): { change: () => Promise<Catalogue>; refusal: () => Promise<Catalogue>; current: () => Catalogue } {
  const waiting = { change: [] as ((c: Catalogue) => void)[], refusal: [] as ((c: Catalogue) => void)[] };
  const next = (kind: keyof typeof waiting) => () => new Promise<Catalogue>((resolve) => waiting[kind].push(resolve));
  const log = {
    info: (about: object, message: string) => told.push({ about, message }),
    error: (about: object, message: string) => told.push({ about, message }),
  };
  opened = openCatalogue(folder.path, [], {
    log,
    environment: {},
    onChange: (catalogue) => waiting.change.splice(0).forEach((resolve) => resolve(catalogue)),
    onRefused: (catalogue) => waiting.refusal.splice(0).forEach((resolve) => resolve(catalogue)),
  });
  return { change: next('change'), refusal: next('refusal'), current: opened.current };
}

it('a changed file is in use without a restart', async () => {
  const catalogue = open();
  const before = catalogue.current();
  const changed = catalogue.change();
  await folder.write({ 'lucky/actions.yaml': 'cancel-bonus: { patience: 1 hour }' });
  const after = await changed;
  expect(catalogue.current()).toBe(after);
  expect(after.hash).not.toBe(before.hash);
  expect(after.brands.get('lucky')!.actions.get('cancel-bonus')!.patience).toBe(3_600_000);
  expect(before.brands.get('lucky')!.actions.get('cancel-bonus')!.patience).toBe(75 * 3_600_000);
});

it('a new brand, with a destination of its own, is in use without a restart', async () => {
  const catalogue = open();
  const changed = catalogue.change();
  await folder.write(below('fresh', OPERATOR));
  const { brands } = await changed;
  expect([...brands.keys()]).toEqual(['fresh', 'lucky', 'royal']);
  expect(brands.get('fresh')!.actions.get('cancel-bonus')!.destination).toBe('operator');
});

it('a faulty change is refused loudly with every fault, the old one goes on, and a good one follows', async () => {
  const catalogue = open();
  const before = catalogue.current();
  const refused = catalogue.refusal();
  await folder.write({ 'lucky/actions.yaml': 'cancel-bonus: { patience: ages, mode: twice }' });
  expect(await refused).toBe(before);
  expect(catalogue.current()).toBe(before);
  const since = Date.parse(opened?.refusedSince() ?? '');
  expect(since).toBeLessThanOrEqual(Date.now());
  expect(told).toEqual([
    {
      message: 'the changed catalogue is refused: the one from before goes on',
      about: {
        catalogue: before.hash,
        faults: [
          expect.stringContaining('lucky/actions.yaml:1:17: cancel-bonus.patience "ages" is not a duration'),
          expect.stringContaining('lucky/actions.yaml:1:33: cancel-bonus.mode can\'t be "twice"'),
        ],
      },
    },
  ]);
  const changed = catalogue.change();
  await folder.write({ 'lucky/actions.yaml': 'cancel-bonus: { patience: 2 hours }' });
  expect((await changed).brands.get('lucky')!.actions.get('cancel-bonus')!.patience).toBe(7_200_000);
  expect(opened?.refusedSince()).toBeNull();
});

it('what says the same is no change', async () => {
  const catalogue = open();
  const before = catalogue.current();
  const changed = catalogue.change();
  await folder.write({ 'lucky/brand.yaml': '# a comment, no more\norigins: []\n' });
  await folder.write({ 'lucky/actions.yaml': '# nothing\n' });
  await folder.write({ 'royal/actions.yaml': 'cancel-bonus: { patience: 1 hour }' });
  await changed;
  expect(told.map(({ message }) => message)).toEqual(['the catalogue has changed']);
  expect(catalogue.current()).not.toBe(before);
});

it('a folder that is faulty from the start is not opened', async () => {
  await folder.write({ 'lucky/actions.yaml': 'cancel-bonus: { patience: ages }' });
  expect(() => open()).toThrow('cancel-bonus.patience "ages" is not a duration');
});
