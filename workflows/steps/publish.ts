import { defineSearchAttributeKey, type SearchAttributePair, type SearchAttributeUpdatePair } from '@temporalio/common';
import { setCurrentDetails, upsertMemo, upsertSearchAttributes } from '@temporalio/workflow';
import type { ParkedCall, ParkedSummary, RunMemo } from '../contracts/run.js';
import {
  type AttributeValues,
  attributesAtStart,
  MAX_KEYWORD_LENGTH,
  resolvedMark,
  SEARCH_ATTRIBUTES,
  type SearchAttributeName,
} from '../contracts/search-attributes.js';
import type { Run } from './run.js';

const MAX_PARKED_SHOWN = 50;
const published = new WeakMap<Run, { attributes: AttributeValues; memo: string }>();

/**
 * Mirrors a run in Temporal: search attributes and memo where they have changed, and the current details for its UI.
 * Costs a history event per change, so it is called when the run is about to wait, and when it closes.
 */
export function publish(run: Run): void {
  const start = { brand: run.input.brand, journey: run.entry.name, playerId: run.input.playerId };
  const before = published.get(run) ?? {
    attributes: attributesAtStart(start),
    memo: JSON.stringify(memoOf([], false, [])),
  };
  const attributes = attributesOf(run);
  const changes = (Object.keys(SEARCH_ATTRIBUTES) as SearchAttributeName[]).filter(
    (name) => JSON.stringify(attributes[name]) !== JSON.stringify(before.attributes[name]),
  );
  if (changes.length > 0) upsertSearchAttributes(changes.map((name) => update(name, attributes)));

  const memo = memoOf([...run.calls.parked.values()], run.full, [...run.attention]);
  if (JSON.stringify(memo) !== before.memo) upsertMemo({ ...memo });
  published.set(run, { attributes, memo: JSON.stringify(memo) });
  setCurrentDetails(detailsOf(run));
}

/** The attributes that the run's next life starts with. */
export function freshAttributes(run: Run): SearchAttributePair[] {
  return pairsOf(attributesAtStart({ brand: run.input.brand, journey: run.entry.name, playerId: run.input.playerId }));
}

/** Attributes as Temporal takes them at the start of a workflow; those without a value are left out. */
export function pairsOf(values: AttributeValues): SearchAttributePair[] {
  return (Object.keys(SEARCH_ATTRIBUTES) as SearchAttributeName[])
    .filter((name) => values[name] !== null)
    .map((name) => update(name, values) as SearchAttributePair);
}

function attributesOf(run: Run): AttributeValues {
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
  };
}

/** What an error says may hold a player's data, and attributes are never encrypted: it stands in the state alone. */
function outcomeOf({ status, closed }: Run): string | null {
  if (closed === null) return null;
  return status === 'failed' ? 'failed' : closed.outcome.slice(0, MAX_KEYWORD_LENGTH);
}

/** Those that wait come first. */
function parkedCallsOf({ calls }: Run): string[] | null {
  const resolved = [...calls.resolutions.keys()].reverse().map(resolvedMark);
  const keys = [...calls.parked.keys(), ...resolved].slice(0, MAX_PARKED_SHOWN);
  return keys.length > 0 ? keys : null;
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

/** For a person in Temporal's UI: what to send once the decision and the name are filled in. */
function howToDecide({ callKey, since, decisions }: ParkedCall): string {
  const update = JSON.stringify({ callKey, since, decision: decisions.join(' | '), by: 'your name' });
  return `Send the update \`resolveCall\` with \`${update}\``;
}

function detailsOf(run: Run): string {
  const { waitingFor, until } = run.waits;
  const waits =
    waitingFor.length > 0 ? `, waiting for **${waitingFor.join(', ')}**${until ? ` until ${until}` : ''}` : '';
  const parked = [...run.calls.parked.values()].map(
    (call) => `- ⚠ \`${call.callKey}\` **${call.action}** is parked: ${call.reason}\n\n  ${howToDecide(call)}`,
  );
  const lines = run.journal
    .tail(12)
    .map((line) => `| ${line.at} | ${line.what} | ${line.text.replaceAll('|', '\\|')} |`);
  return [
    `**${run.status}**, stage **${run.stage}**${waits}${run.closed ? `: ${run.closed.outcome}` : ''}`,
    ...(parked.length > 0 ? ['', ...parked] : []),
    '',
    '| at | what | |',
    '|---|---|---|',
    ...lines,
  ].join('\n');
}
