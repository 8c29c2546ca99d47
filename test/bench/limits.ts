import type { Client } from '@temporalio/client';
import { createLimitKeeper } from '../../client/limits/limit-keeper.js';
import type { LimitKeeper } from '../../workflows/contracts/ports.js';
import { limitedCall } from '../support/limited-call.js';
import { percentileOf } from './figures.js';

const DAY = 86_400_000;
/** The first calls of each row start its keeper and are not counted. */
const ROWS = [
  { abreast: 1, processes: 1, calls: 100, warmUp: 5 },
  { abreast: 20, processes: 1, calls: 1_000, warmUp: 100 },
  { abreast: 200, processes: 1, calls: 4_000, warmUp: 400 },
  { abreast: 200, processes: 4, calls: 4_000, warmUp: 400 },
];

/**
 * A Markdown table of what one scope of one limit takes: calls that are reserved, and settled as counting, a second. A
 * worker must run. Callers that share a keeper's client share its requests, as the activities of one process do.
 */
export async function benchLimits(client: Client): Promise<string> {
  const lines = [
    '| abreast | processes | calls per second | reserve p50, ms | reserve p99, ms |',
    '|---:|---:|---:|---:|---:|',
  ];
  for (const [place, { abreast, processes, calls, warmUp }] of ROWS.entries()) {
    const keepers = Array.from({ length: processes }, () => createLimitKeeper(client));
    const measure = (name: string, count: number) => settleMany(keepers, `bench-${place}`, name, count, abreast);
    await measure('warm', warmUp);
    const { wall, times } = await measure('call', calls);
    const latencies = [50, 99].map((percent) => percentileOf(times, percent).toFixed(0));
    lines.push(`| ${abreast} | ${processes} | ${((calls * 1000) / wall).toFixed(0)} | ${latencies.join(' | ')} |`);
  }
  return lines.join('\n');
}

async function settleMany(
  keepers: readonly LimitKeeper[],
  scope: string,
  name: string,
  calls: number,
  abreast: number,
): Promise<{ wall: number; times: number[] }> {
  const money = { amount: '999999999.00', currency: 'EUR' };
  const claim = { name: scope, keeper: `lucky:~limit:${scope}:lucky`, window: DAY, count: 1_000_000, money };
  const times: number[] = [];
  let left = calls;
  const lane = async (keeper: LimitKeeper): Promise<void> => {
    while (left-- > 0) {
      const call = limitedCall(`wp_${name}${left}`.padEnd(29, '0'), [claim]);
      const began = performance.now();
      const answer = await keeper.reserve(call, Date.now());
      times.push(performance.now() - began);
      if (answer.kind !== 'reserved') throw new Error(`not reserved: ${answer.reason}`);
      await keeper.settle(call, true, Date.now());
    }
  };
  const start = performance.now();
  await Promise.all(
    Array.from({ length: abreast }, (_, place) => lane(keepers[place % keepers.length] as LimitKeeper)),
  );
  return { wall: performance.now() - start, times };
}
