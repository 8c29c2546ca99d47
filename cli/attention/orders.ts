import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BulkProgress } from '../../workflows/contracts/keepers/bulk.js';
import { ask, present } from '../http/ask-api.js';
import type { JsonOptions, Terminal } from '../terminal.js';
import type { DecisionOptions } from './list-and-resolve.js';

/** Interval of progress lines. */
const POLL_INTERVAL_MS = 1_000;

/** The route and the words of a kind of order. */
export interface OrderPlace {
  readonly path: string;
  /** The command that shows such an order. */
  readonly command: string;
  readonly done: string;
}

const RESOLVING: OrderPlace = { path: '/v1/attention/resolve', command: 'attention order', done: 'resolved' };

/** A filter of parked calls, and a decision about them. */
export interface OrderOptions extends DecisionOptions {
  readonly destination?: string;
  readonly action?: string;
  readonly reason?: string;
  readonly journey?: string;
  readonly parkedSince?: string;
  readonly parkedUntil?: string;
  readonly perSecond?: string;
  /** The same id again is the same order. Default: a new one. */
  readonly id?: string;
}

/** Gives an order by filter and shows its progress until it ends. Returns true if every call was resolved. */
export async function resolveAll(options: OrderOptions, terminal: Terminal): Promise<boolean> {
  const { id = randomUUID(), decision, moneyMoved, acknowledge, note, destination, action, reason, journey } = options;
  const filter = present({
    destination,
    action,
    reason,
    journey,
    since: options.parkedSince,
    until: options.parkedUntil,
  });
  const perSecond = options.perSecond === undefined ? undefined : Number(options.perSecond);
  const body = { id, filter, ...present({ decision, moneyMoved, acknowledge, note, perSecond }) };
  await ask(options, RESOLVING.path, terminal, body);
  return followOrder(id, RESOLVING, options, terminal);
}

/** Shows the progress of an order until it ends. Returns true if it did not fail or stop. */
export async function followOrder(
  id: string,
  place: OrderPlace,
  options: JsonOptions,
  terminal: Terminal,
): Promise<boolean> {
  terminal.complain(`order ${id} runs on the server; ${place.command} ${id} shows its progress`);
  for (;;) {
    const progress = await progressOf(id, place, options, terminal);
    if (ended(progress)) return report(progress, place, options, terminal);
    terminal.complain(lineOf(progress, place));
    await sleep(POLL_INTERVAL_MS);
  }
}

/** Shows the progress of an order. Returns true if it did not fail or stop. */
export async function showOrder(
  id: string,
  options: JsonOptions,
  terminal: Terminal,
  place: OrderPlace = RESOLVING,
): Promise<boolean> {
  return report(await progressOf(id, place, options, terminal), place, options, terminal);
}

async function progressOf(
  id: string,
  { path }: OrderPlace,
  options: JsonOptions,
  terminal: Terminal,
): Promise<BulkProgress> {
  return (await ask(options, `${path}/${encodeURIComponent(id)}`, terminal)) as unknown as BulkProgress;
}

function report(
  progress: BulkProgress,
  place: OrderPlace,
  { json }: JsonOptions,
  { say, complain }: Terminal,
): boolean {
  if (json === true) say(JSON.stringify(progress, null, 2));
  else {
    say(lineOf(progress, place));
    for (const { callKey, run, reason } of progress.failures) complain(`${callKey} of ${run}: ${reason}`);
  }
  return progress.failed === 0 && progress.stopped === null;
}

function ended({ finished, stopped }: BulkProgress): boolean {
  return finished !== null || stopped !== null;
}

function lineOf({ found, done, gone, failed, finished, stopped }: BulkProgress, words: OrderPlace): string {
  const how = stopped === null ? (finished === null ? 'running' : 'finished') : `stopped: ${stopped}`;
  return `${how}: ${found} found, ${done} ${words.done}, ${gone} ${words.done} by others, ${failed} failed`;
}
