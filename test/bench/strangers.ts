import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { JourneyClient } from '../../client/journey-client.js';
import { median, percentileOf } from './figures.js';
import type { Contender } from './slice.js';

const EVENTS = 1_000;
const ABREAST = 20;

/**
 * A Markdown table of what events of players without a run cost, whose type no keyed journey hears: deposits, of which
 * two journeys hear that have no key. `marker` starts a workflow, by which it is seen that the server counts it.
 */
export async function benchStrangers(client: Client, journeys: JourneyClient, marker: Contender): Promise<string> {
  const before = await counted(client, 0);
  const times: number[] = [];
  let left = EVENTS;
  const start = performance.now();
  const lane = async (): Promise<void> => {
    while (left-- > 0) times.push(await accept(journeys));
  };
  await Promise.all(Array.from({ length: ABREAST }, lane));
  const wall = performance.now() - start;
  await client.workflow.getHandle(await marker.start(randomUUID())).result();
  const started = (await counted(client, before + 1)) - before - 1;
  return [
    '| events | workflows started | events per second | p50, ms | p99, ms |',
    '|---:|---:|---:|---:|---:|',
    `| ${EVENTS} | ${started} | ${((EVENTS * 1000) / wall).toFixed(0)} | ${median(times).toFixed(1)} | ${percentileOf(times, 99).toFixed(1)} |`,
  ].join('\n');
}

async function accept(journeys: JourneyClient): Promise<number> {
  const began = performance.now();
  const decisions = await journeys.accept({
    brand: 'lucky',
    id: randomUUID(),
    type: 'deposit.made',
    playerId: randomUUID(),
    occurredAt: new Date().toISOString(),
    data: { amount: { amount: '20.00', currency: 'EUR' } },
  });
  const taken = performance.now() - began;
  if (decisions.some(({ decision }) => decision !== 'not-eligible')) throw new Error(JSON.stringify(decisions));
  return taken;
}

/** The number of workflows that the server's visibility knows, once there are so many at least. */
async function counted(client: Client, atLeast: number): Promise<number> {
  for (;;) {
    const { count } = await client.workflow.count();
    if (count >= atLeast) return count;
    await pause(100);
  }
}
