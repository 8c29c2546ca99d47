import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { Arrivals } from './arrivals.js';
import { cpuMilliseconds } from './cpu-time.js';
import type { Contender } from './slice.js';

/** The processes whose CPU is charged to a contender, by process group. */
export interface Charged {
  readonly worker: number;
  readonly server: number;
}

/** What one block of journeys cost. Times in milliseconds. */
export interface Block {
  readonly journeys: number;
  readonly wall: number;
  readonly workerCpu: number;
  readonly serverCpu: number;
}

/** Runs `journeys` journeys, `abreast` at a time, each until its workflow has closed. */
export async function measureBlock(
  contender: Contender,
  client: Client,
  arrivals: Arrivals,
  charged: Charged,
  { journeys, abreast }: { readonly journeys: number; readonly abreast: number },
): Promise<Block> {
  const before = {
    wall: performance.now(),
    worker: cpuMilliseconds(charged.worker),
    server: cpuMilliseconds(charged.server),
  };
  let left = journeys;
  const lane = async (): Promise<void> => {
    while (left-- > 0) await one(contender, client, arrivals);
  };
  await Promise.all(Array.from({ length: abreast }, lane));
  return {
    journeys,
    wall: performance.now() - before.wall,
    workerCpu: cpuMilliseconds(charged.worker) - before.worker,
    serverCpu: cpuMilliseconds(charged.server) - before.server,
  };
}

/** Times from event to callback, one journey each `every` milliseconds; milliseconds. */
export async function measureLatency(
  contenders: readonly Contender[],
  arrivals: Arrivals,
  { samples, every }: { readonly samples: number; readonly every: number },
): Promise<Map<string, number[]>> {
  const times = new Map(contenders.map(({ name }): [string, number[]] => [name, []]));
  for (let sample = 0; sample < samples; sample++) {
    for (const contender of contenders) {
      const playerId = randomUUID();
      const arrival = arrivals.arrival(playerId);
      const start = performance.now();
      await contender.start(playerId);
      times.get(contender.name)?.push((await arrival) - start);
      await pause(every);
    }
  }
  return times;
}

/** The history of one journey: its events, and their bytes as the server counts them; none of the fast path. */
export async function measureHistory(contender: Contender, client: Client): Promise<{ events: number; bytes: number }> {
  const id = await contender.start(randomUUID());
  if (!(await closed(client, id))) return { events: 0, bytes: 0 };
  const { raw } = await client.workflow.getHandle(id).describe();
  const info = raw.workflowExecutionInfo;
  return { events: Number(info?.historyLength ?? 0), bytes: Number(info?.historySizeBytes ?? 0) };
}

async function one(contender: Contender, client: Client, arrivals: Arrivals): Promise<void> {
  const playerId = randomUUID();
  const arrival = arrivals.arrival(playerId);
  const id = await contender.start(playerId);
  await arrival;
  await closed(client, id);
}

/** Waits until a workflow has closed, or the activity of the fast path, which has none: whether there was a workflow. */
async function closed(client: Client, id: string): Promise<boolean> {
  try {
    await client.workflow.getHandle(id).result();
    return true;
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    await client.activity.getHandle(id).result();
    return false;
  }
}
