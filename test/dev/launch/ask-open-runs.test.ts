import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { openRunsAsker } from '../../../dev/launch/ask-open-runs.js';
import { type StopWatching, watchSources } from '../../../dev/launch/watch.js';
import { quietRuntime } from '../../support/quiet-runtime.js';
import { until } from '../../support/routing.js';
import { type Sleepers, startSleepers } from '../../worker/replay/sleepers.js';

const PARTS = ['workflows', 'cli', 'worker', 'client', 'catalogue', 'outbound', 'templating', 'activities'];
const WAIT = "const deposit = await j.waitFor('deposit.made', {";

quietRuntime();
let place: Sleepers;
let root: string;
let stop: StopWatching;
const replaced: string[] = [];
const said: string[] = [];

beforeAll(async () => {
  place = await startSleepers(3);
  root = await mkdtemp(path.join(tmpdir(), 'waypost-watched-'));
  for (const part of PARTS) await cp(part, path.join(root, part), { recursive: true });
  for (const file of ['package.json', 'package-lock.json', 'tsconfig.json']) await cp(file, path.join(root, file));
  await symlink(path.resolve('node_modules'), path.join(root, 'node_modules'));
  const bundles = path.join(root, '.waypost', 'bundles');
  await mkdir(bundles, { recursive: true });
  await cp(inject('workflowBundle'), path.join(bundles, 'workflow-bundle.js'));
  const reload = (name: string) => ({
    reload: async () => {
      replaced.push(name);
      return true;
    },
  });
  stop = await watchSources(root, {
    services: { worker: reload('worker'), api: reload('api') },
    askOpenRuns: openRunsAsker({
      root,
      connection: place.connection,
      namespace: place.namespace,
      env: { TEMPORAL_ADDRESS: place.address, WAYPOST_DATA: path.join(root, '.waypost') },
      bundles,
    }),
    say: (line) => said.push(line),
    onReplaced: async () => undefined,
  });
}, 120_000);
afterAll(async () => {
  await stop();
  await place.close();
  await rm(root, { recursive: true });
});

async function save(journey: string, before: string, after: string): Promise<void> {
  const file = path.join(root, 'workflows', 'journeys', `${journey}.ts`);
  const text = await readFile(file, 'utf8');
  expect(text).toContain(before);
  await writeFile(
    file,
    text.replace(before, () => after),
  );
}

it('a saved journey that would change sleeping runs is not taken; its correction is, and what no run uses is', async () => {
  await save('refer-a-friend', WAIT, `await j.sleep('1 second');\n    ${WAIT}`);
  await until(
    async () => said.join('\n'),
    (text) => text.includes('The old build keeps running.'),
    60_000,
  );
  expect(replaced).toEqual([]);
  const text = said.join('\n');
  expect(text).toContain('Saved, and not taken: workflows/journeys/refer-a-friend.ts.');
  expect(text).toContain('refer-a-friend: changes silently (3 runs)');
  expect(text).toContain(`running  workflows/journeys/refer-a-friend.ts:33  ${WAIT}`);
  expect(text).toContain("new      workflows/journeys/refer-a-friend.ts:33  await j.sleep('1 second');");

  await save('refer-a-friend', "await j.sleep('1 second');\n    ", '');
  const taken = () =>
    until(
      async () => [...replaced].sort(),
      (names) => names.length === 2,
      60_000,
    );
  expect(await taken()).toEqual(['api', 'worker']);

  replaced.length = 0;
  await save('welcome', "j.end('first deposit')", "j.end('a deposit')");
  expect(await taken()).toEqual(['api', 'worker']);
}, 180_000);
