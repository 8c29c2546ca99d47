import type { JsonObject, JsonValue } from '../../workflows/contracts/json.js';
import { askApi } from '../http/ask-api.js';
import { table } from '../table.js';
import type { ApiOptions, Terminal } from '../terminal.js';

/** Where to ask, and whether the answer is told as it came. */
export interface AttentionOptions extends ApiOptions {
  readonly json?: boolean;
}

/** What to list. */
export interface ListOptions extends AttentionOptions {
  readonly kind?: string;
  readonly destination?: string;
  readonly action?: string;
  readonly reason?: string;
  readonly player?: string;
  readonly journey?: string;
  readonly limit?: string;
  readonly cursor?: string;
}

/** An item as the API answers it, as far as it is shown. */
interface Item {
  readonly kind: string;
  readonly reason: string;
  readonly since: string | null;
  readonly id: string | null;
  readonly playerId: string | null;
  readonly destination: string | null;
  readonly action: string | null;
  readonly call: Call | null;
  readonly hold: { readonly id: string } | null;
}

interface Call {
  readonly callKey: string;
  readonly playerId: string | null;
  readonly value: Money | null;
  readonly attempts: number | null;
  readonly maybeSent: boolean | null;
  readonly acknowledge: string | null;
}

interface Money {
  readonly amount: string;
  readonly currency: string;
}

interface Group {
  readonly kind: string;
  readonly destination: string | null;
  readonly action: string | null;
  readonly reason: string | null;
  readonly count: number;
  readonly oldest: string | null;
  readonly atStake: Readonly<Record<string, string>>;
  readonly unknownAmounts: number;
  readonly maybeSent: number;
}

const LISTED = ['since', 'what', 'which', 'player', 'destination', 'action', 'value', 'attempts', 'reason'];
const SUMMED = ['count', 'what', 'destination', 'action', 'oldest', 'at stake', 'maybe sent', 'reason'];

/** Lists what needs a person. */
export async function listAttention(options: ListOptions, terminal: Terminal): Promise<void> {
  const { json, api, key, brand, ...filter } = options;
  const query = new URLSearchParams(Object.entries(filter).filter((pair): pair is [string, string] => !!pair[1]));
  const body = await ask({ api, key, brand }, `/v1/attention?${query.toString()}`, terminal);
  if (json === true) {
    terminal.say(JSON.stringify(body, null, 2));
    return;
  }
  const { items, next, notes } = body as unknown as { items: Item[]; next: string | null; notes: string[] };
  if (items.length === 0 && next === null) terminal.say('nothing needs a person');
  if (items.length > 0) table(LISTED, items.map(rowOf)).forEach(terminal.say);
  notes.forEach(terminal.complain);
  if (next !== null) terminal.complain(`there may be more: --cursor ${next}`);
}

/** Counts what needs a person, in groups. */
export async function sumAttention({ json, ...options }: AttentionOptions, terminal: Terminal): Promise<void> {
  const body = await ask(options, '/v1/attention/summary', terminal);
  if (json === true) {
    terminal.say(JSON.stringify(body, null, 2));
    return;
  }
  const { groups, moreGroups, notes } = body as unknown as { groups: Group[]; moreGroups: number; notes: string[] };
  if (groups.length === 0) terminal.say('nothing needs a person');
  else table(SUMMED, groups.map(groupRow)).forEach(terminal.say);
  if (moreGroups > 0) terminal.complain(`and ${moreGroups} smaller groups`);
  notes.forEach(terminal.complain);
}

/** The words of a decision, as options of the command line. */
export interface DecisionOptions extends AttentionOptions {
  readonly decision: string;
  readonly moneyMoved?: string;
  readonly acknowledge?: string;
  readonly note?: string;
  readonly reference?: string;
  readonly since?: string;
}

/** Resolves one parked call: by its key, or by what `listAttention` calls it. */
export async function resolveOne(which: string, options: DecisionOptions, terminal: Terminal): Promise<void> {
  const { json, api, key, brand, decision, moneyMoved, acknowledge, note, reference } = options;
  const [callKey = '', since = options.since] = which.split('@');
  const body = present({ decision, moneyMoved, acknowledge, note, reference, since });
  const path = `/v1/attention/${encodeURIComponent(callKey)}`;
  const answer = await ask({ api, key, brand }, path, terminal, body);
  if (json === true) {
    terminal.say(JSON.stringify(answer, null, 2));
    return;
  }
  const { id, at, by, ...taken } = answer as { id: string; at: string; by: string; decision: string };
  terminal.say(`${callKey} of ${id}: ${taken.decision} by ${by} at ${at}`);
}

/** Asks the API: by GET, or by POST where there is a body. */
export async function ask(
  { api, key, brand }: { readonly [K in keyof ApiOptions]: ApiOptions[K] | undefined },
  path: string,
  terminal: Terminal,
  body?: JsonObject,
): Promise<JsonValue> {
  const options = present({ api, key, brand });
  const request = body === undefined ? { method: 'GET', path } : { method: 'POST', path, body };
  return (await askApi(options, request as Parameters<typeof askApi>[1], terminal)).body;
}

/** What of an object is there. */
export function present(values: Readonly<Record<string, JsonValue | undefined>>): Record<string, never> {
  const pairs = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(pairs) as Record<string, never>;
}

function rowOf({ kind, reason, since, id, playerId, destination, action, call, hold }: Item): string[] {
  const value = call?.value ? `${call.value.amount} ${call.value.currency}` : '';
  const attempts = call ? `${call.attempts ?? '?'}${call.maybeSent === true ? `, ${risk(call)}` : ''}` : '';
  const which = (call ? listed(call, since) : hold?.id) ?? id ?? '';
  return [
    since ?? '',
    kind,
    which,
    (call ? (call.playerId ?? '?') : playerId) ?? '',
    destination ?? '',
    action ?? '',
    value,
    attempts,
    reason,
  ];
}

/** Whether a retry must acknowledge anything. */
function risk({ acknowledge }: Call): string {
  return acknowledge === null ? 'maybe sent' : `maybe sent: retry ${acknowledge}`;
}

/** With when it was parked, so that what is decided about it does not reach a call that is parked anew since. */
function listed({ callKey }: Call, since: string | null): string {
  return since === null ? callKey : `${callKey}@${since}`;
}

function groupRow({ kind, count, oldest, atStake, unknownAmounts, maybeSent, ...about }: Group): string[] {
  const sums = Object.entries(atStake).map(([currency, amount]) => `${amount} ${currency}`);
  const money = [...sums, ...(unknownAmounts > 0 ? [`${unknownAmounts} unknown`] : [])].join(', ');
  const { destination, action, reason } = about;
  const sent = maybeSent > 0 ? String(maybeSent) : '';
  return [String(count), kind, destination ?? '', action ?? '', oldest ?? '', money, sent, reason ?? ''];
}
