import { defineSearchAttributeKey, type SearchAttributePair, type SearchAttributeUpdatePair } from '@temporalio/common';
import { setCurrentDetails, upsertMemo, upsertSearchAttributes } from '@temporalio/workflow';
import type { OpenCall } from '../calls/open-calls.js';
import { costOf, TO_FILL_IN } from '../calls/resolution.js';
import { brandPlayer, titleOf } from '../contracts/names.js';
import type { ParkedCall, ParkedSummary, RunMemo } from '../contracts/runs/run.js';
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
  // Beneficiaries alone wait for the next change: runs from before they were kept made no command of their own for them.
  const upserts = changes.some((name) => name !== 'Beneficiaries');
  if (upserts) upsertSearchAttributes(withMarks(run, changes).map((name) => update(name, marked(run, attributes))));

  const memo = memoOf([...run.calls.parked.values()], run.full, [...run.attention]);
  if (JSON.stringify(memo) !== before.memo) upsertMemo({ ...memo });
  published.set(run, { attributes: upserts ? attributes : before.attributes, memo: JSON.stringify(memo) });
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
    Beneficiaries: beneficiariesOf(run),
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
  return fittingKeywords([...calls.parked.keys(), ...resolved].slice(0, MAX_PARKED_SHOWN));
}

/** Those of parked calls first, then the latest; in an order that changes only with what they are. */
function beneficiariesOf({ calls, input: { brand } }: Run): string[] | null {
  const parked = [...calls.parked.values()].flatMap(({ playerId }) => playerId ?? []);
  const known = [...parked.filter((player) => calls.beneficiaries.has(player)), ...[...calls.beneficiaries].reverse()];
  return fittingKeywords([...new Set(known)].map((player) => brandPlayer(brand, player)))?.sort() ?? null;
}

/** Marks alone are no reason for an upsert: a run of an earlier build must go on with the commands that it has made. */
function withMarks(run: Run, changes: SearchAttributeName[]): SearchAttributeName[] {
  const isMarked = run.calls.undelivered.calls.length > 0 && !changes.includes('ParkedCalls');
  return isMarked ? [...changes, 'ParkedCalls'] : changes;
}

/** The newest of the undelivered calls come first; of all that is listed, as much as an attribute takes. */
function marked({ calls: { undelivered } }: Run, attributes: AttributeValues): AttributeValues {
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

/** About as many lines as the pane of Temporal's UI shows with a parked call above them. */
const JOURNAL_LINES = 12;

const MAX_CALLS = 5;

/**
 * The current details of a run, in Markdown, for Temporal's UI: money that may have moved unheard, what happens, what a
 * person can decide, then the journal, its newest line first, since the pane is cut at its end.
 */
function detailsOf(run: Run): string {
  const parked = [...run.calls.parked.values()];
  const unheard = [...run.calls.open].filter(isUnknownMoney);
  return [
    ...unheard.slice(0, MAX_CALLS).flatMap((call) => [unknownMoney(call), '']),
    headline(run),
    ...parked.slice(0, MAX_CALLS).flatMap((call) => ['', ...parkedLines(call)]),
    ...(parked.length > MAX_CALLS ? ['', `and ${parked.length - MAX_CALLS} more: see the query journeyState`] : []),
    '',
    '| at (UTC) | what | |',
    '|---|---|---|',
    ...run.journal.tail(JOURNAL_LINES).reverse().map(journalRow),
  ].join('\n');
}

function isUnknownMoney({ effect, maybeSent }: OpenCall): boolean {
  return effect === 'money' && maybeSent;
}

function unknownMoney({ playerId, value, step }: OpenCall): string {
  const worth = value === null ? 'Money' : `${value.amount} ${value.currency}`;
  return `⚠ **${worth} for ${playerId} may have been paid**: an attempt of ${step} got no clear answer`;
}

/** `Refer-a-friend of player-7: waits for deposit.made until 2026-03-01 12:30:00 (open, stage entered)` */
function headline(run: Run): string {
  const { waitingFor, until } = run.waits;
  const waits = `waits for ${waitingFor.join(', ')}${until === null ? '' : ` until ${instant(until)}`}`;
  const acts = run.closed?.outcome ?? (waitingFor.length > 0 ? waits : 'at work');
  const title = titleOf(run.entry.name, run.input.playerId);
  return `**${title}: ${acts}** (${run.status}, stage ${run.stage})`;
}

function parkedLines(call: ParkedCall): string[] {
  const { callKey, action, playerId, value, reason, since, attempts } = call;
  const worth = value === null ? '' : `, **${value.amount} ${value.currency}**`;
  const player = playerId === undefined ? '' : ` for **${playerId}**`;
  const tries = `${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}`;
  return [
    `⚠ **${action}**${worth}${player}, parked at ${instant(since)} after ${tries}: ${reason}`,
    '',
    `Send the update \`resolveCall\` for \`${callKey}\` with one of:`,
    '',
    ...inOrder(call).map((decision) => `- ${meaning(call, decision)}: \`${toSend(call, decision)}\``),
  ];
}

/** What can cost money comes last. */
function inOrder({ decisions, acknowledge }: ParkedCall): readonly Decision[] {
  return acknowledge ? [...decisions.filter((one) => !isRetry(one)), ...decisions.filter(isRetry)] : decisions;
}

function isRetry(decision: Decision): boolean {
  return decision === 'retry';
}

type Decision = ParkedCall['decisions'][number];

function meaning(call: ParkedCall, decision: Decision): string {
  if (decision !== 'retry' || !call.acknowledge) return decision;
  return `retry, which **${costOf(call)}**`;
}

/** What to paste, once the texts to fill in are filled in. */
function toSend({ callKey, since, acknowledge, maybeSent, effect }: ParkedCall, decision: Decision): string {
  const asksMoney = maybeSent && effect === 'money';
  const more = {
    retry: acknowledge ? { acknowledge } : {},
    delivered: { reference: TO_FILL_IN.reference },
    skip: asksMoney ? { moneyMoved: TO_FILL_IN.moneyMoved } : {},
  };
  return JSON.stringify({ callKey, since, decision, ...more[decision], by: TO_FILL_IN.by });
}

function journalRow({ at, what, text }: { at: string; what: string; text: string }): string {
  return `| ${instant(at)} | ${what} | ${text.replaceAll('|', '\\|')} |`;
}

/** To the second, and never broken over two lines. */
function instant(at: string): string {
  return at.slice(0, 19).replaceAll('-', '\u2011').replace('T', '\u00a0');
}
