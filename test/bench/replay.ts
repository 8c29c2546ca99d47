import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { JourneyClient } from '../../client/journey-client.js';
import { countEveryOpenRun } from '../../client/runs/open-runs.js';
import { nextBundle } from '../../worker/replay/bundles.js';
import { askGate } from '../../worker/replay/gate.js';
import { downloaded } from '../../worker/replay/kept-histories.js';

const SLEEPERS = 1_000;
const ABREAST = 20;
const JOURNEY = 'refer-a-friend';

/**
 * A Markdown table of what the gate takes: sleeping runs whose histories are downloaded, replayed on two builds and
 * compared, a second. Processor time is that of this process.
 */
export async function benchReplay(client: Client, journeys: JourneyClient): Promise<string> {
  let left = SLEEPERS;
  const lane = async (): Promise<void> => {
    while (left-- > 0) await refer(journeys);
  };
  await Promise.all(Array.from({ length: ABREAST }, lane));
  while ((await countEveryOpenRun(client, JOURNEY)) < SLEEPERS) await pause(100);
  const folder = await mkdtemp(path.join(tmpdir(), 'waypost-bench-replay-'));
  try {
    const bundle = await nextBundle(folder, {});
    const about = { client, running: bundle, next: bundle, sample: null, journey: JOURNEY, build: null };
    const [began, cpu] = [performance.now(), process.cpuUsage()];
    const report = await askGate({ ...about, histories: downloaded(client, 1_000), onProgress: () => undefined });
    const wall = performance.now() - began;
    const { user, system } = process.cpuUsage(cpu);
    const replayed = report.journeys[0]?.replayed ?? 0;
    if (report.verdict !== 'safe' || replayed < SLEEPERS) throw new Error(JSON.stringify(report));
    return [
      '| sleeping runs | runs per second, two builds | CPU-ms per run |',
      '|---:|---:|---:|',
      `| ${replayed} | ${((replayed * 1000) / wall).toFixed(0)} | ${((user + system) / 1000 / replayed).toFixed(1)} |`,
    ].join('\n');
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function refer(journeys: JourneyClient): Promise<void> {
  const decisions = await journeys.accept({
    brand: 'lucky',
    id: randomUUID(),
    type: 'player.referred',
    playerId: randomUUID(),
    occurredAt: new Date().toISOString(),
    data: { referrerId: 'anna' },
  });
  if (!decisions.some(({ decision }) => decision === 'started')) throw new Error(JSON.stringify(decisions));
}
