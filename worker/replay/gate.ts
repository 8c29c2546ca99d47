import type { Client } from '@temporalio/client';
import type { Catalogue } from '../../catalogue/catalogue.js';
import { RunNotFound } from '../../client/errors.js';
import { attributesIn, HistoryTooLong, patchesIn } from '../../client/runs/history.js';
import { countEveryOpenRun, listOpenRuns, type OpenRun, sampleOpenRuns } from '../../client/runs/open-runs.js';
import type { JourneyEntry } from '../../workflows/contracts/runs/journey-entry.js';
import { BundleSources } from './bundle-sources.js';
import { ChangedTexts } from './changed-texts.js';
import { compareStories, type Judgment } from './compare-stories.js';
import type { Histories } from './kept-histories.js';
import { whatLacks } from './lacks.js';
import { Replayer } from './replayer.js';
import { type GateReport, ReportTally, worst } from './report.js';
import { NAMES_IN_HISTORIES } from '../../workflows/contracts/names-in-histories.js';

/** Histories in memory at a time: downloads go on while others are replayed. */
const ABREAST = 8;

/** The runs to ask about, and the builds to compare. */
export interface GateOptions {
  /** Its converter has the keys of encrypted histories. */
  readonly client: Client;
  /** The paths of the two bundles. */
  readonly running: string;
  readonly next: string;
  readonly histories: Histories;
  /** The largest number of runs from each place in each story; `null` for all runs. */
  readonly sample: number | null;
  /** One journey alone; all by default. */
  readonly journey?: string;
  /** The new build's catalogue and entries, which must keep what open runs use; `null` if that is not asked. */
  readonly build: { readonly catalogue: Catalogue; readonly entries: readonly JourneyEntry[] } | null;
  /** Called after each run. `total` can grow a little while runs start. */
  readonly onProgress: (done: number, total: number) => void;
}

/**
 * Replays the histories of open runs on the build that runs and on the next one, and compares the stories that they tell.
 * @throws TemporalUnavailable; Error if a bundle can't be used
 */
export async function askGate(options: GateOptions): Promise<GateReport> {
  const { client, sample, journey, build } = options;
  const chosen = sample === null ? null : await sampleOpenRuns(client, sample, journey);
  const total = chosen === null ? await countEveryOpenRun(client, journey) : chosen.runs.length;
  const [running, next] = await Promise.all([BundleSources.of(options.running), BundleSources.of(options.next)]);
  const seen = {
    tally: new ReportTally(),
    texts: new ChangedTexts(next.changedTexts()),
    brands: new Set<string>(),
    attributes: new Set<string>(),
  };
  if (total > 0) await replayAll(options, chosen?.runs ?? listOpenRuns(client, journey), total, seen);
  const journeys = seen.tally.journeys(chosen?.totals ?? new Map(), running, next);
  const lacks = build === null ? [] : await whatLacks(client, build, seen);
  const verdicts = journeys.map(({ verdict }) => verdict);
  return {
    verdict: worst([...verdicts, ...(lacks.length > 0 ? (['breaks'] as const) : [])]),
    journeys: journeys.filter(({ journey: name, verdict }) => verdict !== 'safe' || !OWN.includes(name)),
    lacks,
    changed: seen.texts.list(),
    complete: journeys.every(({ open, replayed, verdict }) => open === replayed && verdict !== 'unchecked'),
  };
}

/** Waypost's own workflows, which are told of only if they are not safe. */
const OWN: readonly string[] = NAMES_IN_HISTORIES.workflows;

interface Seen {
  readonly tally: ReportTally;
  readonly texts: ChangedTexts;
  readonly brands: Set<string>;
  readonly attributes: Set<string>;
}

async function replayAll(
  { client, running, next, histories, onProgress }: GateOptions,
  runs: Iterable<OpenRun> | AsyncIterable<OpenRun>,
  total: number,
  { tally, texts, brands, attributes }: Seen,
): Promise<void> {
  const { dataConverter } = client.options;
  const replayers = { running: new Replayer(running, dataConverter), next: new Replayer(next, dataConverter) };
  let done = 0;
  const judge = async (run: OpenRun): Promise<void> => {
    if (run.brand !== null) brands.add(run.brand);
    const judgment = await judged(run);
    if (judgment !== null) tally.add(run.journey, run.workflowId, judgment);
    onProgress((done += 1), Math.max(done, total));
  };
  const judged = async (run: OpenRun): Promise<Judgment | null> => {
    const history = await histories(run).catch((error: unknown) => error);
    if (history instanceof RunNotFound) return null; // it has closed meanwhile
    if (history instanceof HistoryTooLong) return tooLong(history);
    if (history instanceof Error) throw history;
    const given = history as Awaited<ReturnType<Histories>>;
    const [old, fresh] = await Promise.all([
      replayers.running.replay(run.workflowId, given),
      replayers.next.replay(run.workflowId, given),
    ]);
    texts.add(fresh, patchesIn(given));
    for (const name of attributesIn(given)) attributes.add(name);
    return compareStories(old, fresh);
  };
  try {
    await inLanes(runs, judge);
  } finally {
    await Promise.all([replayers.running.close(), replayers.next.close()]);
  }
}

function tooLong({ message }: HistoryTooLong): Judgment {
  const fix = 'give a larger --max-events, or try the build on this run in a test';
  return { verdict: 'unchecked', reason: message, fix, running: null, next: null };
}

/** Does some work for each item, several at a time. The first failure ends it. */
async function inLanes<T>(items: Iterable<T> | AsyncIterable<T>, work: (item: T) => Promise<void>): Promise<void> {
  const underWay = new Set<Promise<void>>();
  for await (const item of items) {
    const mine = work(item).finally(() => underWay.delete(mine));
    mine.catch(() => undefined); // the first failure is what counts
    underWay.add(mine);
    if (underWay.size >= ABREAST) await Promise.race(underWay);
  }
  await Promise.all(underWay);
}
