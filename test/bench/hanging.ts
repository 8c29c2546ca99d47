import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { JourneyClient } from '../../client/journey-client.js';
import type { Measured } from './aims.js';
import type { Arrivals } from './arrivals.js';
import { percentileOf } from './figures.js';
import { measureLatency } from './measure.js';
import type { Contender } from './slice.js';

const SAMPLES = { samples: 400, every: 20 };

/** The other brand's events: so many a second, and for so long before the quiet one is measured. */
const A_SECOND = 5;
const LEAD = 12_000;

/**
 * A Markdown table of the times of a quiet brand's journeys: alone, beside a brand of the same worker process whose
 * endpoint answers, and beside one whose endpoint takes every request, lookups too, and never answers.
 */
export async function benchHanging(
  quiet: Contender,
  journeys: JourneyClient,
  arrivals: Arrivals,
  apiKey: string,
): Promise<Measured> {
  const rows: [string, number[]][] = [];
  const measure = async (name: string): Promise<void> => {
    rows.push([name, (await measureLatency([quiet], arrivals, SAMPLES)).get(quiet.name) ?? []]);
  };
  await measureLatency([quiet], arrivals, { samples: 20, every: 20 });
  await measure('alone');
  await beside(journeys, arrivals, () => measure('beside a brand that is answered'));
  const answerAgain = arrivals.hang(apiKey);
  await beside(journeys, arrivals, async () => {
    await measure('beside a brand whose endpoint hangs');
    answerAgain();
  });
  const [alone = Number.NaN, answered = Number.NaN, hung = Number.NaN] = rows.map(([, times]) =>
    percentileOf(times, 99),
  );
  const cells = rows.map(([name, times]) => {
    const [p50, p95, p99] = [50, 95, 99].map((percent) => percentileOf(times, percent)) as [number, number, number];
    return `| ${name} | ${[p50, p95, p99].map((time) => time.toFixed(0)).join(' | ')} | ${(p99 / alone).toFixed(2)} |`;
  });
  const heading = ['| a quiet brand | p50, ms | p95, ms | p99, ms | p99 / alone |', '|---|---:|---:|---:|---:|'];
  const figures = { 'p99 beside one that hangs / beside one that is answered': hung / answered };
  return { table: [...heading, ...cells].join('\n'), figures };
}

/** Does something while another brand's rules are fired, with a guard and without; ends when all of that has arrived. */
async function beside(journeys: JourneyClient, arrivals: Arrivals, act: () => Promise<void>): Promise<void> {
  let isOver = false;
  const arrived: Promise<number>[] = [];
  const load = async (): Promise<void> => {
    while (!isOver) {
      const playerId = randomUUID();
      arrived.push(arrivals.arrival(playerId));
      await fire(journeys, playerId, arrived.length % 2 === 0);
      await pause(1_000 / A_SECOND);
    }
  };
  const loading = load();
  await pause(LEAD);
  await act();
  isOver = true;
  await loading;
  await Promise.all(arrived);
}

async function fire(journeys: JourneyClient, playerId: string, guarded: boolean): Promise<void> {
  const about = { brand: 'royal', id: randomUUID(), playerId, occurredAt: new Date().toISOString() };
  const [decision] = await journeys.accept(
    guarded
      ? { ...about, type: 'reward.claimed', data: { bonusCode: 'WELCOME50' } }
      : { ...about, type: 'player.level-up', data: { level: 'Gold' } },
  );
  if (decision?.decision !== 'fired') throw new Error(`not fired: ${JSON.stringify(decision)}`);
}
