import type { WorkflowExecutionInfo } from '@temporalio/client';
import { playerOf } from '../../workflows/contracts/names.js';
import { RunNotFound } from '../errors.js';
import { beneficiariesIn } from '../runs/list-runs.js';
import { readAttribute } from '../temporal/attributes.js';
import type { AttentionFilter, AttentionItem, AttentionKind } from './attention.js';

/** The part of a run that visibility shows. */
export type ListedRun = Pick<WorkflowExecutionInfo, 'workflowId' | 'runId' | 'typedSearchAttributes'>;

/** Creates an item about a run. */
export function runItem(
  { workflowId, runId, typedSearchAttributes }: ListedRun,
  kind: AttentionKind,
  reason: string,
  since: string | null,
): AttentionItem {
  const player = readAttribute(typedSearchAttributes, 'BrandPlayer');
  return {
    ...{ kind, reason, since, id: workflowId, run: runId },
    journey: readAttribute(typedSearchAttributes, 'Journey'),
    playerId: player === null ? null : playerOf(player),
    beneficiaries: beneficiariesIn(typedSearchAttributes),
    ...{ destination: null, action: null, call: null, hold: null },
  };
}

/** Largest number of questions at the same time. */
const AT_ONCE = 25;

/** Asks about each element of a list, a few at a time. */
export async function askEach<T, A>(list: readonly T[], ask: (one: T) => Promise<A>): Promise<A[]> {
  const answers: A[] = [];
  for (let place = 0; place < list.length; place += AT_ONCE) {
    answers.push(...(await Promise.all(list.slice(place, place + AT_ONCE).map(ask))));
  }
  return answers;
}

/** Creates the items of runs, a few at a time. A run has none if `ask` finds nothing, or if it is gone since it was listed. */
export async function itemsOf(
  infos: readonly ListedRun[],
  ask: (info: ListedRun) => Promise<AttentionItem | null>,
): Promise<AttentionItem[]> {
  const unlessGone = (error: unknown): null => {
    if (error instanceof RunNotFound) return null;
    throw error;
  };
  return (await askEach(infos, (info) => ask(info).catch(unlessGone))).filter((item) => item !== null);
}

/** A request for one page of a source: the page of a token, or the first. */
export interface AskedPage {
  readonly filter: AttentionFilter;
  readonly token: Uint8Array | null;
  readonly limit: number;
  /** True if each run is asked why it failed. A summary does without. */
  readonly detailed: boolean;
}

/** A page of a source; `token` begins the next page, `null` on the last. */
export interface SourcePage {
  readonly items: readonly AttentionItem[];
  readonly token: Uint8Array | null;
  /** Sources that could not be searched. */
  readonly notes: readonly string[];
}
