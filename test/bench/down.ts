import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Measured } from './aims.js';
import type { Arrivals } from './arrivals.js';
import { percentileOf } from './figures.js';
import type { Contender } from './slice.js';

const CALLS = 1_000;
const ABREAST = 20;
const OUTAGE = 60_000;
const SECOND = 1_000;

/**
 * A Markdown table of what reaches a destination that answers 503 to the calls of one worker process, and how soon they
 * are delivered once it is up again.
 */
export async function benchDown(arrivals: Arrivals, calls: Contender): Promise<Measured> {
  const players = Array.from({ length: CALLS }, () => randomUUID());
  const delivered = players.map((player) => arrivals.arrival(player));
  const begins = performance.now();
  const repair = arrivals.breakDown();
  const queue = [...players];
  const lane = async (): Promise<void> => {
    for (let player = queue.pop(); player !== undefined; player = queue.pop()) await calls.start(player);
  };
  await Promise.all(Array.from({ length: ABREAST }, lane));
  const accepted = performance.now() - begins;
  await pause(OUTAGE - accepted);
  const reached = repair();
  const up = performance.now();
  const drained = (await Promise.all(delivered)).map((at) => at - up);

  // The first requests find out that it is down, all at once.
  const opened = (reached[0] ?? begins) + SECOND;
  const probes = reached.filter((at) => at >= opened);
  const perSecond = (probes.length * SECOND) / (up - opened);
  const seconds = [50, 99, 100].map((percent) => (percentileOf(drained, percent) / SECOND).toFixed(1));
  const table = [
    '| calls | down for, s | requests in the first second | then a second | delivered p50, s | p99, s | all, s |',
    '|---:|---:|---:|---:|---:|---:|---:|',
    `| ${CALLS} | ${OUTAGE / SECOND} | ${reached.length - probes.length} | ${perSecond.toFixed(2)} | ${seconds.join(' | ')} |`,
  ].join('\n');
  const all = percentileOf(drained, 100) / SECOND;
  return { table, figures: { 'all delivered, s': all, 'requests a second while down': perSecond } };
}
