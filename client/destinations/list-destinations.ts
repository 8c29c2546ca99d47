import type { Client } from '@temporalio/client';
import type { BrandCatalogue } from '../../catalogue/brand/definition.js';
import { type DestinationReport, type LastAnswer, worstOf } from '../../workflows/contracts/keepers/destination.js';
import { covers, type Hold } from '../../workflows/contracts/keepers/hold.js';
import { readHolds } from '../holds/holds.js';
import { countRuns, waitingAtQuery, waitingQuery } from '../temporal/visibility.js';
import { readReports } from './reports.js';
import { sampleWaiting } from './sample-waiting.js';
import type { DestinationStatus, WaitingCounts } from './status.js';

/** Returns the status of every destination of a brand; needs no worker. @throws TemporalUnavailable */
export async function listDestinations(client: Client, brand: BrandCatalogue): Promise<DestinationStatus[]> {
  const [reports, { holds }] = await Promise.all([readReports(client, brand.brand), readHolds(client, brand.brand)]);
  return Promise.all(
    [...brand.destinations.keys()].map(async (name) => {
      const own = holds.filter((hold) => covers(hold, { destination: name }));
      const waiting = await countWaiting(client, brand.brand, name, own);
      const query = waitingAtQuery(
        brand.brand,
        name,
        own.map(({ id }) => id),
      );
      const sample = waiting === 0 ? null : await sampleWaiting(client, brand, query);
      const about = reports.filter(({ destination }) => destination === name);
      return statusOf(name, about, own, { waiting, sample });
    }),
  );
}

/** Counts the runs of a brand that wait for a destination, or for one of these holds. */
export async function countWaiting(
  client: Client,
  brand: string,
  destination: string | null,
  holds: readonly Pick<Hold, 'id'>[],
): Promise<number> {
  const query = waitingAtQuery(
    brand,
    destination,
    holds.map(({ id }) => id),
  );
  return countRuns(client, query);
}

/** Counts the runs of a brand that wait. @throws TemporalUnavailable */
export async function countAllWaiting(client: Client, brand: string): Promise<WaitingCounts> {
  const count = (on: keyof WaitingCounts) => countRuns(client, waitingQuery(brand, on));
  const [person, hold, destination] = await Promise.all([count('person'), count('hold'), count('destination')]);
  return { person, hold, destination };
}

function statusOf(
  destination: string,
  reports: readonly DestinationReport[],
  holds: readonly Hold[],
  { waiting, sample }: Pick<DestinationStatus, 'waiting' | 'sample'>,
): DestinationStatus {
  const worst = worstOf(reports);
  const heldSince = earliest(holds.map(({ since }) => since));
  const state = heldSince === null ? (worst?.state ?? 'unknown') : 'held';
  const oldest = earliest(reports.flatMap((report) => report.oldest ?? []));
  return {
    destination,
    state,
    since: heldSince ?? worst?.since ?? null,
    lastAnswer: latest(reports),
    waiting,
    oldest: waiting === 0 ? null : (oldest ?? heldSince),
    sample,
    advice: adviceFor(state, holds),
    outcomes: sumOf(reports),
    reportedAt:
      reports
        .map(({ at }) => at)
        .sort()
        .at(-1) ?? null,
    holds: holds.map(({ id, by, since, reason }) => ({ id, by, since, reason })),
  };
}

function adviceFor(state: DestinationStatus['state'], holds: readonly Hold[]): string {
  switch (state) {
    case 'held': {
      const ids = holds.map(({ id }) => id).join(', ');
      return `Mend what the hold names, then release it (hold release ${ids}): its calls are sent then.`;
    }
    case 'down':
      return 'Ask its operator. Nothing is lost: the worker probes it once a second, and its calls go on by themselves.';
    case 'failing':
      return 'Watch it. The worker retries the calls by itself.';
    case 'well':
    case 'unknown':
      return 'Nothing to do.';
  }
}

function earliest(times: readonly string[]): string | null {
  return [...times].sort()[0] ?? null;
}

function latest(reports: readonly DestinationReport[]): LastAnswer | null {
  const answers = reports.flatMap(({ lastAnswer }) => lastAnswer ?? []);
  return answers.sort((a, b) => a.at.localeCompare(b.at)).at(-1) ?? null;
}

function sumOf(reports: readonly DestinationReport[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { outcomes } of reports) {
    for (const [outcome, count] of Object.entries(outcomes)) sums[outcome] = (sums[outcome] ?? 0) + count;
  }
  return sums;
}
