import type { Calls, OpenCall } from '../calls/open-calls.js';
import { costOf, TO_FILL_IN } from '../calls/resolution.js';
import { titleOf } from '../contracts/names.js';
import type { ParkedCall, RunInput, RunStatus } from '../contracts/runs/run.js';
import type { Journal } from './journal.js';

/** The part of a run that Temporal's UI shows. */
export interface ShownRun {
  readonly entry: { readonly name: string };
  readonly input: Pick<RunInput, 'brand' | 'playerId'>;
  readonly status: RunStatus;
  readonly stage: string;
  readonly closed: { readonly outcome: string } | null;
  readonly waits: { readonly waitingFor: readonly string[]; readonly until: string | null };
  readonly calls: Calls;
  readonly journal: Journal;
}

/** About as many lines as the pane of Temporal's UI shows with a parked call above them. */
const JOURNAL_LINES = 12;

const MAX_CALLS = 5;

/**
 * The current details of a run, in Markdown, for Temporal's UI: money that may have moved unheard, what happens, what a
 * person can decide, then the journal, its newest line first, since the pane is cut at its end.
 */
export function currentDetails(run: ShownRun): string {
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
function headline(run: ShownRun): string {
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

/** The order of the decisions: one that can cost money comes last. */
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

/** The update to paste, with placeholders to fill in. */
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
