import { defineSearchAttributeKey, type SearchAttributePair, type SearchAttributeUpdatePair } from '@temporalio/common';
import { setCurrentDetails, upsertMemo, upsertSearchAttributes } from '@temporalio/workflow';
import type { RunMemo } from '../contracts/run.js';
import {
  type AttributeValues,
  attributesAtStart,
  MAX_KEYWORD_LENGTH,
  SEARCH_ATTRIBUTES,
  type SearchAttributeName,
} from '../contracts/search-attributes.js';
import type { Run } from './run.js';

const MAX_PARKED_IN_MEMO = 50;
const published = new WeakMap<Run, { attributes: AttributeValues; memo: string }>();

/**
 * Mirrors a run in Temporal: search attributes and memo where they have changed, and the current details for its UI.
 * Costs a history event per change, so it is called when the run is about to wait, and when it closes.
 */
export function publish(run: Run): void {
  const start = { brand: run.input.brand, journey: run.entry.name, playerId: run.input.playerId };
  const before = published.get(run) ?? {
    attributes: attributesAtStart(start),
    memo: JSON.stringify(memoOf([], false)),
  };
  const attributes = attributesOf(run);
  const changes = (Object.keys(SEARCH_ATTRIBUTES) as SearchAttributeName[]).filter(
    (name) => JSON.stringify(attributes[name]) !== JSON.stringify(before.attributes[name]),
  );
  if (changes.length > 0) upsertSearchAttributes(changes.map((name) => update(name, attributes)));

  const memo = memoOf([...run.parked.values()], run.full);
  if (JSON.stringify(memo) !== before.memo) upsertMemo({ ...memo });
  published.set(run, { attributes, memo: JSON.stringify(memo) });
  setCurrentDetails(detailsOf(run));
}

/** The attributes that the run's next life starts with. */
export function freshAttributes(run: Run): SearchAttributePair[] {
  const values = attributesAtStart({ brand: run.input.brand, journey: run.entry.name, playerId: run.input.playerId });
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
    Outcome: run.closed?.outcome.slice(0, MAX_KEYWORD_LENGTH) ?? null,
    NeedsAttention: run.closed === null && run.needsAttention.length > 0,
    NextActionAt: until,
    ParkedCalls: run.parked.size > 0 ? [...run.parked.keys()].slice(0, MAX_PARKED_IN_MEMO) : null,
  };
}

function memoOf(parked: readonly NonNullable<RunMemo['parked']>[number][], full: boolean): Omit<RunMemo, 'startedBy'> {
  const summary = parked.slice(0, MAX_PARKED_IN_MEMO).map(({ callKey, action, reason, since }) => ({
    callKey,
    action,
    reason: reason.slice(0, MAX_KEYWORD_LENGTH),
    since,
  }));
  return { full, parked: summary };
}

function update(name: SearchAttributeName, values: AttributeValues): SearchAttributeUpdatePair {
  const key = defineSearchAttributeKey(name, SEARCH_ATTRIBUTES[name]);
  const value = values[name];
  const typed = name === 'NextActionAt' && value !== null ? new Date(String(value)) : value;
  return { key, value: typed } as SearchAttributeUpdatePair;
}

function detailsOf(run: Run): string {
  const { waitingFor, until } = run.waits;
  const waits =
    waitingFor.length > 0 ? `, waiting for **${waitingFor.join(', ')}**${until ? ` until ${until}` : ''}` : '';
  const parked = [...run.parked.values()].map(
    (call) => `- ⚠ \`${call.callKey}\` **${call.action}** is parked: ${call.reason}`,
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
