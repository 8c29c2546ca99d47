import { createHash } from 'node:crypto';
import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import { readAttribute } from '../temporal/attributes.js';
import { countRuns, everyOpenRunQuery, visibilityPage } from '../temporal/visibility.js';

/** Largest page that Temporal gives. */
const PAGE = 1_000;

/** An open run, and where in its story it stands. */
export interface OpenRun {
  readonly workflowId: string;
  readonly runId: string;
  /** Its journey (`~rule:` and its name for a rule); for other workflows their type. */
  readonly journey: string;
  /** `null` for a workflow without a brand. */
  readonly brand: string | null;
  /** Brand, journey, stage and what it waits for, as one text. */
  readonly place: string;
}

/** Yields the open runs of all brands, newest first: all, or those of one journey. @throws TemporalUnavailable */
export async function* listOpenRuns(client: Client, journey?: string): AsyncGenerator<OpenRun> {
  let token: Uint8Array | null = null;
  do {
    const page = await visibilityPage(client, everyOpenRunQuery(journey), PAGE, token);
    yield* page.infos.map(toOpenRun);
    token = page.token;
  } while (token !== null);
}

/** Counts the open runs that `listOpenRuns` yields. @throws TemporalUnavailable */
export function countEveryOpenRun(client: Client, journey?: string): Promise<number> {
  return countRuns(client, everyOpenRunQuery(journey));
}

/**
 * Returns some open runs from every place in every story: at most `perPlace` for each brand, journey, stage and
 * thing that runs wait for. The choice is random, and the same at each call. `totals` counts all runs by journey.
 */
export async function sampleOpenRuns(
  client: Client,
  perPlace: number,
  journey?: string,
): Promise<{ readonly runs: OpenRun[]; readonly totals: ReadonlyMap<string, number> }> {
  const places = new Map<string, { readonly hash: string; readonly run: OpenRun }[]>();
  const totals = new Map<string, number>();
  for await (const run of listOpenRuns(client, journey)) {
    totals.set(run.journey, (totals.get(run.journey) ?? 0) + 1);
    const sample = places.get(run.place) ?? [];
    places.set(run.place, sample);
    sample.push({ hash: createHash('sha256').update(run.runId).digest('hex'), run });
    if (sample.length <= perPlace) continue;
    sample.sort((one, other) => (one.hash < other.hash ? -1 : 1)).pop();
  }
  return { runs: [...places.values()].flat().map(({ run }) => run), totals };
}

function toOpenRun({ workflowId, runId, type, typedSearchAttributes }: WorkflowExecutionInfo): OpenRun {
  const journey = readAttribute(typedSearchAttributes, 'Journey') ?? type;
  const waits = readAttribute(typedSearchAttributes, 'WaitingFor') ?? '';
  const brand = readAttribute(typedSearchAttributes, 'Brand');
  const place = JSON.stringify([brand, journey, readAttribute(typedSearchAttributes, 'Stage'), waits]);
  return { workflowId, runId, journey, brand, place };
}
