import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { importFile } from '../../../cli/catalogue/import-file.js';
import { catalogueFolderWith } from '../../support/catalogue-folder.js';
import { cli, keepingTerminal } from '../running.js';

const DEFINITION = `Name: Mini-game spin issued
URL: https://platform.example/spins
Auth: Bearer sEcr3tsEcr3tsEcr3tsEcr3t
Body:
{ "minigame_spins_count": "{{event.minigame_spins_count}}" }
`;

it('what import writes passes validate in a brand, and what was unsafe is told beside it', async () => {
  const folder = await catalogueFolderWith({ 'pasted.txt': DEFINITION, 'catalogue/lucky/brand.yaml': '{}' });
  onTestFinished(() => folder.remove());
  const file = path.join(folder.path, 'pasted.txt');
  const imported = await cli(['import', 'smartico', file]);
  expect(imported.code).toBe(0);
  expect(imported.err.split('\n')).toEqual([
    `${file}:2: effect: data is a guess from name and URL: check it`,
    expect.stringContaining(`${file}:3: a secret was here and is now { env: PLATFORM_EXAMPLE_TOKEN }`),
    expect.stringContaining(`${file}:5: {{event.minigame_spins_count}} in quotes sends a number as text`),
    expect.stringMatching(
      /an event that Smartico sends to Waypost .* has no id, so equal bodies within the source's window/,
    ),
    '',
  ]);
  expect(imported.out + imported.err).not.toContain('sEcr3t');
  const [destinations = '', actions = ''] = imported.out.split('---\n');
  expect(destinations).toMatch(/^# destinations\.yaml\n/);
  expect(actions).toMatch(/^# actions\.yaml\n/);
  const catalogue = path.join(folder.path, 'catalogue');
  await writeFile(path.join(catalogue, 'lucky/destinations.yaml'), destinations);
  await writeFile(path.join(catalogue, 'lucky/actions.yaml'), actions);
  const validated = await cli(['validate', catalogue]);
  expect(validated).toMatchObject({ code: 0, err: '' });
});

it('a definition that can not be taken is refused with file, line and fix, and nothing is written', async () => {
  const folder = await catalogueFolderWith({ 'pasted.txt': 'URL: https://api.example/x\nMethod: PATCH\n' });
  onTestFinished(() => folder.remove());
  const file = path.join(folder.path, 'pasted.txt');
  const terminal = keepingTerminal();
  expect(importFile(file, 'fast-track', terminal)).toBe(false);
  expect(terminal).toMatchObject({
    said: [],
    complained: [`${file}:2: the method "PATCH" is not supported: use POST or GET`],
  });
});

it('a file that is not there is told', () => {
  expect(() => importFile('/nowhere/pasted.txt', 'smartico', keepingTerminal())).toThrow(
    "/nowhere/pasted.txt can't be read (ENOENT): name a file",
  );
});
