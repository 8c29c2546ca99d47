import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BulkProgress } from '../../workflows/contracts/keepers/bulk.js';
import type { Terminal } from '../terminal.js';
import { ask, type AttentionOptions, type DecisionOptions, present } from './list-and-resolve.js';

/** How often a person is told how far an order has come; milliseconds. */
const POLL_INTERVAL_MS = 1_000;

/** Where a kind of order is given and looked at, and what it does to a call. */
export interface OrderPlace {
  readonly path: string;
  /** The command that shows such an order. */
  readonly command: string;
  readonly done: string;
}

const RESOLVING: OrderPlace = { path: '/v1/attention/resolve', command: 'attention order', done: 'resolved' };

/** One decision about every parked call that fits. */
export interface OrderOptions extends DecisionOptions {
  readonly destination?: string;
  readonly action?: string;
  readonly reason?: string;
  readonly journey?: string;
  readonly parkedSince?: string;
  readonly parkedUntil?: string;
  readonly perSecond?: string;
  /** The order's id: the same again is the same order; a new one unless given. */
  readonly id?: string;
}

/** Gives an order by filter, and tells how it goes on until it has ended. Whether all that fits was resolved. */
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

/** Tells how an order goes on until it has ended. Whether nothing has gone wrong with it. */
export async function followOrder(
  id: string,
  place: OrderPlace,
  options: AttentionOptions,
  terminal: Terminal,
): Promise<boolean> {
  terminal.complain(`order ${id}: it goes on by itself; ${place.command} ${id} tells how far it has come`);
  for (;;) {
    const progress = await progressOf(id, place, options, terminal);
    if (ended(progress)) return report(progress, place, options, terminal);
    terminal.complain(lineOf(progress, place));
    await sleep(POLL_INTERVAL_MS);
  }
}

/** Tells how far an order has come. Whether nothing has gone wrong with it. */
export async function showOrder(
  id: string,
  options: AttentionOptions,
  terminal: Terminal,
  place: OrderPlace = RESOLVING,
): Promise<boolean> {
  return report(await progressOf(id, place, options, terminal), place, options, terminal);
}

async function progressOf(
  id: string,
  { path }: OrderPlace,
  options: AttentionOptions,
  terminal: Terminal,
): Promise<BulkProgress> {
  return (await ask(options, `${path}/${encodeURIComponent(id)}`, terminal)) as unknown as BulkProgress;
}

function report(
  progress: BulkProgress,
  place: OrderPlace,
  { json }: AttentionOptions,
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
  const how = stopped === null ? (finished === null ? 'under way' : 'finished') : `stopped: ${stopped}`;
  return `${how}: ${found} found, ${done} ${words.done}, ${gone} ${words.done} by others meanwhile, ${failed} failed`;
}
