import { cp, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cachedBundle } from '../../worker/workflow-source.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
let project: string;

beforeAll(async () => {
  project = await mkdtemp(path.join(tmpdir(), 'waypost-bundle-'));
  await cp(path.join(ROOT, 'workflows'), path.join(project, 'workflows'), { recursive: true });
  await cp(path.join(ROOT, 'package-lock.json'), path.join(project, 'package-lock.json'));
  await symlink(path.join(ROOT, 'node_modules'), path.join(project, 'node_modules'));
  await writeFile(path.join(project, 'package.json'), '{ "type": "module" }');
});
afterAll(() => rm(project, { recursive: true }));

test('bundles the same workflows once, changed ones anew, and keeps one bundle', { timeout: 60_000 }, async () => {
  const folder = path.join(project, 'bundles');
  const entry = path.join(project, 'workflows', 'index.ts');

  const first = await cachedBundle(entry, folder);
  const made = await stat(first);
  expect(await cachedBundle(entry, folder)).toBe(first);
  expect(await stat(first)).toEqual(made);

  await writeFile(path.join(project, 'workflows', 'calls', 'added.ts'), 'export const added = 1;\n');
  const second = await cachedBundle(entry, folder);
  expect(second).not.toBe(first);
  expect(await readdir(folder)).toEqual([path.basename(second)]);
});
