import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Client } from '@temporalio/client';
import { entries } from '../../../client/entries.js';
import { bundleWorkflows } from '../../../worker/workflow-source.js';
import { percentileOf } from '../figures.js';
import type { Contender } from '../slice.js';
import { historyOf } from './promises.js';
import { bundleOf, replay } from './replay.js';

/** Number of copies of a journey that are added to the bundle. */
const COPIES = 195;
const BLOCKS = 12;
const REPLAYS = 25;

const project = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * The CPU of one run with few and with many journeys in the bundle, as a Markdown table: the fastest of several blocks of
 * replays of one history, in turn.
 */
export async function benchManyJourneys(client: Client, contender: Contender): Promise<string> {
  const history = await historyOf(client, contender);
  const bundles = { few: await bundleOf('waypost'), many: await bundleOfMany() };
  const costs: Record<keyof typeof bundles, number[]> = { few: [], many: [] };
  for (let block = 0; block <= BLOCKS; block++) {
    for (const which of ['few', 'many'] as const) {
      const before = process.cpuUsage();
      await replay(bundles[which], history, REPLAYS);
      const { user, system } = process.cpuUsage(before);
      if (block > 0) costs[which].push((user + system) / 1000 / REPLAYS);
    }
  }
  const fastest = { few: percentileOf(costs.few, 0), many: percentileOf(costs.many, 0) };
  return [
    '| journeys in the bundle | CPU-ms per replay |',
    '|---|---:|',
    `| ${entries.length} | ${fastest.few.toPrecision(3)} |`,
    `| ${entries.length + COPIES} | ${fastest.many.toPrecision(3)} |`,
  ].join('\n');
}

async function bundleOfMany(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'waypost-many-'));
  try {
    await mkdir(path.join(folder, 'journeys'));
    await symlink(path.join(project, 'node_modules'), path.join(folder, 'node_modules'));
    const copied = await readFile(path.join(project, 'workflows/journeys/cancel-bonus-on-withdrawal.ts'), 'utf8');
    const story = copied.replace('../waypost.js', path.join(project, 'workflows/waypost.js'));
    const names = Array.from({ length: COPIES }, (_, copy) => `copy${copy}`);
    const copies = names.map((name) => {
      const named = story
        .replaceAll('cancelBonusOnWithdrawal', name)
        .replace("'cancel-bonus-on-withdrawal'", `'${name}'`);
      return writeFile(path.join(folder, `journeys/${name}.ts`), named);
    });
    await Promise.all(copies);
    const list = names.map((name) => `export { ${name} } from './${name}.js';\n`).join('');
    await writeFile(path.join(folder, 'journeys/index.ts'), list);
    const own = path.join(project, 'workflows/index.js');
    const entry = path.join(folder, 'index.ts');
    await writeFile(entry, `export * from '${own}';\nexport * from './journeys/index.js';\n`);
    return await bundleWorkflows(entry);
  } finally {
    await rm(folder, { recursive: true });
  }
}
