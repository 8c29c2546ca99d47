import { ask, present } from '../http/ask-api.js';
import { table } from '../table.js';
import type { JsonOptions, Terminal } from '../terminal.js';

/** The filter of a list. */
export interface ListOptions extends JsonOptions {
  readonly kind?: string;
  readonly destination?: string;
  readonly action?: string;
  readonly reason?: string;
  readonly player?: string;
  readonly journey?: string;
  readonly limit?: string;
  readonly cursor?: string;
}

/** The shown parts of an item in the API's answer. */
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

/** The next step of a person, by kind of item. */
const ADVICE: Readonly<Record<string, string>> = {
  hold: 'mend what the reason names, then hold release ID: its calls are sent then',
  'destination-down': 'ask its operator; its calls go on by themselves; destination list shows what waits',
  'stuck-run': 'mend the code at the named line and deploy it: the run goes on by itself',
  'stalled-run': 'journey wake ID; if its reason names a deadline, take back or guard the change of its story first',
  'paused-run': "unpause it in Temporal; Waypost's own pause (POST /v1/journeys/{id}/pause) lets exits through",
  'parked-call':
    'look at the operator whether it arrived, then attention resolve KEY@SINCE --decision delivered, skip or retry',
  run: "read the run's journal, then pause, cancel or leave it",
  'failed-run': 'read its reason: nothing of it goes on by itself',
};

/** Lists the items that need a person. */
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
  for (const kind of new Set(items.map((item) => item.kind)))
    terminal.complain(`${kind}: ${ADVICE[kind] ?? 'see docs/attention.md'}`);
  notes.forEach(terminal.complain);
  if (next !== null) terminal.complain(`there can be more: --cursor ${next}`);
}

/** Counts the items that need a person, in groups. */
export async function sumAttention({ json, ...options }: JsonOptions, terminal: Terminal): Promise<void> {
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

/** The options of a decision. */
export interface DecisionOptions extends JsonOptions {
  readonly decision: string;
  readonly moneyMoved?: string;
  readonly acknowledge?: string;
  readonly note?: string;
  readonly reference?: string;
  readonly since?: string;
}

/** Resolves one parked call, by its key or as `listAttention` shows it: `KEY@SINCE`. */
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

/** Describes the risk of a retry, with the acknowledgement that it needs. */
function risk({ acknowledge }: Call): string {
  return acknowledge === null ? 'maybe sent' : `maybe sent: retry ${acknowledge}`;
}

/** Shows a call with the time of its parking, so that a decision does not reach a call that was parked again later. */
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
