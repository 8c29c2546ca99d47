import { defineSearchAttributeKey, type SearchAttributePair, type SearchAttributeUpdatePair } from '@temporalio/common';
import { setCurrentDetails, upsertMemo, upsertSearchAttributes } from '@temporalio/workflow';
import { brandPlayer } from '../contracts/names.js';
import type { ParkedSummary, RunMemo } from '../contracts/runs/run.js';
import {
  attributesAtStart,
  type AttributeValues,
  fittingKeywords,
  MAX_KEYWORD_LENGTH,
  resolvedMark,
  SEARCH_ATTRIBUTES,
  type SearchAttributeName,
  undeliveredMark,
} from '../contracts/search-attributes.js';
import { currentDetails, type ShownRun } from './current-details.js';

const MAX_PARKED_SHOWN = 50;

/** The part of a run that Temporal mirrors. */
export interface PublishedRun extends ShownRun {
  readonly full: boolean;
  readonly attention: ReadonlySet<string>;
  readonly needsAttention: readonly string[];
  /** Keeps `NeedsAttention` after the run has closed. */
  readonly leavesUndone: boolean;
}

const published = new WeakMap<PublishedRun, { attributes: AttributeValues; memo: string }>();

/**
 * Mirrors a run in Temporal: search attributes and memo where they have changed, and the current details for its UI.
 * Costs a history event per change, so it is called when the run is about to wait, and when it closes.
 */
export function publish(run: PublishedRun): void {
  const start = { brand: run.input.brand, journey: run.entry.name, playerId: run.input.playerId };
  const before = published.get(run) ?? {
    attributes: attributesAtStart(start),
    memo: JSON.stringify(memoOf([], false, [])),
  };
  const attributes = attributesOf(run);
  const changes = (Object.keys(SEARCH_ATTRIBUTES) as SearchAttributeName[]).filter(
    (name) => JSON.stringify(attributes[name]) !== JSON.stringify(before.attributes[name]),
  );
  // Beneficiaries alone wait for the next change: runs from before they were kept made no command of their own for them.
  const upserts = changes.some((name) => name !== 'Beneficiaries');
  if (upserts) upsertSearchAttributes(withMarks(run, changes).map((name) => update(name, marked(run, attributes))));

  const memo = memoOf([...run.calls.parked.values()], run.full, [...run.attention]);
  if (JSON.stringify(memo) !== before.memo) upsertMemo({ ...memo });
  published.set(run, { attributes: upserts ? attributes : before.attributes, memo: JSON.stringify(memo) });
  setCurrentDetails(currentDetails(run));
}

/** The attributes that the run's next life starts with. */
export function freshAttributes(run: PublishedRun): SearchAttributePair[] {
  return pairsOf(attributesAtStart({ brand: run.input.brand, journey: run.entry.name, playerId: run.input.playerId }));
}

/** Attributes as Temporal takes them at the start of a workflow; those without a value are left out. */
export function pairsOf(values: AttributeValues): SearchAttributePair[] {
  return (Object.keys(SEARCH_ATTRIBUTES) as SearchAttributeName[])
    .filter((name) => values[name] !== null)
    .map((name) => update(name, values) as SearchAttributePair);
}

function attributesOf(run: PublishedRun): AttributeValues {
  const { waitingFor, until } = run.waits;
  return {
    ...attributesAtStart({ brand: run.input.brand, journey: run.entry.name, playerId: run.input.playerId }),
    Status: run.status,
    Stage: run.stage,
    WaitingFor: waitingFor.length > 0 ? waitingFor.join(', ').slice(0, MAX_KEYWORD_LENGTH) : null,
    Outcome: outcomeOf(run),
    NeedsAttention: run.closed === null ? run.needsAttention.length > 0 : run.leavesUndone,
    NextActionAt: until,
    ParkedCalls: parkedCallsOf(run),
    Beneficiaries: beneficiariesOf(run),
  };
}

/** Leaves out the text of an error: it can hold a player's data, and attributes are never encrypted. */
function outcomeOf({ status, closed }: PublishedRun): string | null {
  if (closed === null) return null;
  return status === 'failed' ? 'failed' : closed.outcome.slice(0, MAX_KEYWORD_LENGTH);
}

/** Those that wait come first. */
function parkedCallsOf({ calls }: PublishedRun): string[] | null {
  const resolved = [...calls.resolutions.keys()].reverse().map(resolvedMark);
  return fittingKeywords([...calls.parked.keys(), ...resolved].slice(0, MAX_PARKED_SHOWN));
}

/** Those of parked calls first, then the latest; in an order that changes only with what they are. */
function beneficiariesOf({ calls, input: { brand } }: PublishedRun): string[] | null {
  const parked = [...calls.parked.values()].flatMap(({ playerId }) => playerId ?? []);
  const known = [...parked.filter((player) => calls.beneficiaries.has(player)), ...[...calls.beneficiaries].reverse()];
  return fittingKeywords([...new Set(known)].map((player) => brandPlayer(brand, player)))?.sort() ?? null;
}

/** Marks alone are no reason for an upsert: a run of an earlier build must go on with the commands that it has made. */
function withMarks(run: PublishedRun, changes: SearchAttributeName[]): SearchAttributeName[] {
  const isMarked = run.calls.undelivered.calls.length > 0 && !changes.includes('ParkedCalls');
  return isMarked ? [...changes, 'ParkedCalls'] : changes;
}

/** The newest of the undelivered calls come first; of all that is listed, as much as an attribute takes. */
function marked({ calls: { undelivered } }: PublishedRun, attributes: AttributeValues): AttributeValues {
  const outcomes = new Set(undelivered.calls.map(({ outcome }) => outcome));
  const keys = undelivered.calls.map(({ callKey }) => undeliveredMark(callKey)).reverse();
  const listed = fittingKeywords([...outcomes, ...(attributes.ParkedCalls ?? []), ...keys]);
  return { ...attributes, ParkedCalls: listed };
}

function memoOf(
  parked: readonly ParkedSummary[],
  full: boolean,
  attention: readonly string[],
): Omit<RunMemo, 'startedBy'> {
  const summary = parked
    .slice(0, MAX_PARKED_SHOWN)
    .map((call) => ({ ...call, reason: call.reason.slice(0, MAX_KEYWORD_LENGTH) }));
  return { full, parked: summary, attention };
}

function update(name: SearchAttributeName, values: AttributeValues): SearchAttributeUpdatePair {
  const key = defineSearchAttributeKey(name, SEARCH_ATTRIBUTES[name]);
  const value = values[name];
  const typed = name === 'NextActionAt' && value !== null ? new Date(String(value)) : value;
  return { key, value: typed } as SearchAttributeUpdatePair;
}
