import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { JourneyClient } from '../../client/journey-client.js';
import { runsQuery } from '../../client/temporal/visibility.js';
import type { AttemptReport } from '../../workflows/contracts/calls/call.js';
import type { Arrivals } from './arrivals.js';
import { percentileOf } from './figures.js';

/** `CALLS=500 npm run bench -- morning` is soon over. */
const CALLS = Number(process.env['CALLS'] ?? 10_000);
const ABREAST = 20;
const SECOND = 1_000;

/** It stays down for so long after the last call has come; milliseconds. */
const THEN_DOWN = 60 * SECOND;

/** So many credits are done as it goes down, and nobody hears of it. */
const UNHEARD = 5;

/** A call of a player of its own; every second one is a credit, and of those every fifth player is excluded meanwhile. */
interface Waiting {
  /** Of its run, or of the activity by which the fast path delivered it; once it is accepted. */
  id: string;
  readonly playerId: string;
  readonly isCredit: boolean;
  readonly isExcluded: boolean;
}

/**
 * The worst morning: the operator is down, thousands of calls come and wait, some players are excluded meanwhile, and it
 * comes up again. A Markdown table of what came of them; throws when a call was lost, done twice, or done for an
 * excluded player.
 */
export async function benchMorning(client: Client, journeys: JourneyClient, arrivals: Arrivals): Promise<string> {
  const calls = Array.from({ length: CALLS }, (_, place): Waiting => {
    const isCredit = place % 2 === 0;
    return { id: '', playerId: randomUUID(), isCredit, isExcluded: isCredit && place % 10 === 0 };
  });
  const repair = arrivals.breakDown({ done: UNHEARD });
  const unheard = calls.filter(({ isCredit, isExcluded }) => isCredit && !isExcluded).slice(0, UNHEARD);
  const notHeardOf = unheard.map(({ playerId }) => arrivals.arrival(playerId));
  await Promise.all(unheard.map((call) => fire(journeys, call)));
  await Promise.all(notHeardOf);
  const others = calls.filter((call) => !unheard.includes(call));
  const delivered = others.filter(({ isExcluded }) => !isExcluded).map(({ playerId }) => arrivals.arrival(playerId));
  const began = performance.now();
  await abreast(others, (call) => fire(journeys, call));
  for (const { playerId, isExcluded } of calls) if (isExcluded) arrivals.exclude(playerId);
  await pause(THEN_DOWN);
  const reached = repair();
  const up = performance.now();
  const drained = (await Promise.all(delivered)).map((at) => (at - up) / SECOND);
  await settled(client);

  const outcomes = await outcomesOf(client, journeys, calls);
  judge(calls, outcomes, arrivals);
  const delivered50 = percentileOf(drained, 50).toFixed(0);
  const all = percentileOf(drained, 100).toFixed(0);
  const perSecond = ((reached.length - UNHEARD) * SECOND) / (up - began);
  const suppressed = [...outcomes.values()].filter((outcome) => outcome.startsWith('suppressed')).length;
  return [
    '| calls | down for, s | requests a second meanwhile | delivered | suppressed | done twice | delivered p50, s | all, s |',
    '|---:|---:|---:|---:|---:|---:|---:|---:|',
    `| ${CALLS} | ${((up - began) / SECOND).toFixed(0)} | ${perSecond.toFixed(2)} | ${CALLS - suppressed} | ${suppressed} | 0 | ${delivered50} | ${all} |`,
  ].join('\n');
}

async function fire(journeys: JourneyClient, call: Waiting): Promise<void> {
  const { playerId, isCredit } = call;
  const about = { brand: 'lucky', id: randomUUID(), playerId, occurredAt: new Date().toISOString() };
  const event = isCredit
    ? { ...about, type: 'reward.claimed', data: { bonusCode: 'WELCOME50' } }
    : { ...about, type: 'player.level-up', data: { level: 'Gold' } };
  const [decision] = await journeys.accept(event);
  if (decision?.decision !== 'fired') throw new Error(`not fired: ${JSON.stringify(decision)}`);
  call.id = decision.id;
}

async function abreast<T>(all: readonly T[], act: (one: T) => Promise<void>): Promise<void> {
  const queue = [...all];
  const lane = async (): Promise<void> => {
    for (let one = queue.pop(); one !== undefined; one = queue.pop()) await act(one);
  };
  await Promise.all(Array.from({ length: ABREAST }, lane));
}

/** Waits until no run of the brand is open. */
async function settled(client: Client): Promise<void> {
  const query = runsQuery({ brand: 'lucky', status: 'open' });
  while ((await client.workflow.count(query)).count > 0) await pause(SECOND);
}

/** What became of each call, by its player: as its run says, or the activity that needed none. */
async function outcomesOf(
  client: Client,
  journeys: JourneyClient,
  calls: readonly Waiting[],
): Promise<Map<string, string>> {
  const outcomes = new Map<string, string>();
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await journeys.list({ brand: 'lucky', limit: 200, ...(cursor ? { cursor } : {}) });
    for (const { playerId, outcome } of page.runs) outcomes.set(playerId, outcome ?? 'none');
    cursor = page.next;
  }
  const others = calls.filter(({ playerId }) => !outcomes.has(playerId));
  await abreast(others, async ({ id, playerId }) => {
    const report = (await client.activity.getHandle(id).result()) as AttemptReport;
    outcomes.set(playerId, report.class);
  });
  return outcomes;
}

/** Each call was done once, or never for an excluded player, and its outcome says so. */
function judge(calls: readonly Waiting[], outcomes: ReadonlyMap<string, string>, arrivals: Arrivals): void {
  const wrong = calls.filter(({ playerId, isExcluded }) => {
    const outcome = outcomes.get(playerId) ?? 'lost';
    const isRight = isExcluded ? outcome.startsWith('suppressed: the guard block') : outcome.startsWith('delivered');
    return !isRight || arrivals.done(playerId) !== (isExcluded ? 0 : 1);
  });
  if (wrong.length === 0) return;
  const shown = wrong.slice(0, 5).map((call) => {
    return { ...call, outcome: outcomes.get(call.playerId), done: arrivals.done(call.playerId) };
  });
  throw new Error(`${wrong.length} of ${calls.length} calls are wrong: ${JSON.stringify(shown)}`);
}
