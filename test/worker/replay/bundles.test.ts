import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, inject, it, onTestFinished } from 'vitest';
import { BundleSources } from '../../../worker/replay/bundle-sources.js';
import { runningBundle } from '../../../worker/replay/bundles.js';

async function folder(): Promise<string> {
  const made = await mkdtemp(path.join(tmpdir(), 'waypost-bundles-'));
  onTestFinished(() => rm(made, { recursive: true }));
  return made;
}

it('the running build is a bundle, the dist of an image, or the folder in which a worker keeps its bundle', async () => {
  const place = await folder();
  await mkdir(path.join(place, 'dist', 'worker'), { recursive: true });
  const built = path.join(place, 'dist', 'worker', 'workflow-bundle.js');
  await writeFile(built, '');
  for (const named of [built, path.join(place, 'dist'), path.join(place, 'dist', 'worker'), place]) {
    expect(await runningBundle(named, place, {})).toBe(built);
  }
  const kept = path.join(place, 'dist', 'worker', 'bundles', 'workflow-bundle-0123456789abcdef.js');
  await mkdir(path.dirname(kept));
  await writeFile(kept, '');
  expect(await runningBundle(path.dirname(kept), place, {})).toBe(kept);
});

it('a build that is not there is refused with what to give', async () => {
  const place = await folder();
  await expect(runningBundle(path.join(place, 'dist'), place, {})).rejects.toThrow(/there is no .*dist: give a bundle/);
  await expect(runningBundle(place, place, {})).rejects.toThrow('holds no workflow-bundle.js: npm run build');
  await expect(runningBundle('git:no-such-revision', place, {})).rejects.toThrow(
    "the git revision no-such-revision can't be bundled",
  );
});

it('a git revision is bundled', async () => {
  const place = await folder();
  const sources = await BundleSources.of(await runningBundle('git:HEAD', place, {}));
  expect(sources.lineAt('/any/workflows/index.ts:1:1').code).toBe("export * from './journeys/index.js';");
}, 120_000);

it('a bundle knows the lines that it was made of', async () => {
  const sources = await BundleSources.of(inject('workflowBundle'));
  expect(sources.lineAt('/elsewhere/workflows/index.ts:1:9')).toEqual({
    place: 'workflows/index.ts:1',
    code: "export * from './journeys/index.js';",
  });
  expect(sources.lineAt('/elsewhere/workflows/none.ts:3:1')).toEqual({ place: 'workflows/none.ts:3', code: '' });
});
