import { randomUUID } from 'node:crypto';
import { MAY_PAY_TWICE } from '../../workflows/contracts/calls/call.js';
import { followOrder, type OrderPlace } from '../attention/orders.js';
import { ask, present } from '../http/ask-api.js';
import { table } from '../table.js';
import type { JsonOptions, Terminal } from '../terminal.js';

/** The calls to redo, and the reason. */
export interface RedoOptions extends JsonOptions {
  readonly reason?: string;
  readonly run?: string;
  readonly id?: string;
  readonly acknowledge?: string;
  readonly action?: string;
  readonly destination?: string;
  readonly outcome?: string;
  readonly journey?: string;
  readonly rule?: string;
  readonly player?: string;
  readonly after?: string;
  readonly before?: string;
  readonly reasonContains?: string;
  readonly perSecond?: string;
  /** The plan to order. Without it the command shows the plan and does nothing. */
  readonly plan?: string;
}

/** The route and the words of a redo by filter. */
export const REDOING: OrderPlace = { path: '/v1/calls/redo', command: 'call redo-order', done: 'redone' };

/** The shown parts of a plan in the API's answer. */
interface Plan {
  readonly plan: string;
  readonly count: number;
  readonly maybeSent: number;
  readonly money: Readonly<Record<string, string>>;
  readonly unknownAmounts: number;
  readonly impossible: number;
  readonly redone: number;
  readonly sample: readonly PlannedCall[];
  readonly complete: boolean;
  readonly unread: number;
}

interface PlannedCall {
  readonly callKey: string;
  readonly run: string;
  readonly at: string;
  readonly action: string;
  readonly playerId: string;
  readonly value: { readonly amount: string; readonly currency: string } | null;
  readonly outcome: string;
  readonly reason: string;
}

interface Redone {
  readonly callKey: string;
  readonly redoOf: string;
  readonly started: boolean;
  readonly id: string;
  readonly warning: string | null;
}

const LISTED = ['ended', 'key', 'run', 'action', 'player', 'value', 'outcome', 'reason'];

/** Redoes one call. */
export async function redoOne(key: string, options: RedoOptions, terminal: Terminal): Promise<void> {
  const { reason, run, id, acknowledge, json } = options;
  const body = present({ reason, run, id, acknowledge });
  const answer = await ask(options, `/v1/calls/${encodeURIComponent(key)}/redo`, terminal, body);
  if (json === true) {
    terminal.say(JSON.stringify(answer, null, 2));
    return;
  }
  const { callKey, redoOf, started, id: place, warning } = answer as unknown as Redone;
  const when = started ? 'is redone' : 'was redone before by this order';
  terminal.say(`${redoOf} ${when} as ${callKey}, in ${place}`);
  if (warning !== null) terminal.complain(warning);
}

/** Shows the plan of a redo by filter; with that plan, orders it and shows its progress. Returns true if nothing failed. */
export async function redoAll(options: RedoOptions, terminal: Terminal): Promise<boolean> {
  const { action, destination, outcome, journey, rule, player, after, before, reasonContains } = options;
  const filter = present({ action, destination, outcome, journey, rule, player, after, before, reasonContains });
  const { plan, acknowledge, reason, id = randomUUID() } = options;
  if (plan === undefined) {
    const answer = await ask(options, REDOING.path, terminal, { filter });
    showPlan(answer as unknown as Plan, options, terminal);
    return true;
  }
  const perSecond = options.perSecond === undefined ? undefined : Number(options.perSecond);
  await ask(options, REDOING.path, terminal, { filter, id, ...present({ plan, reason, acknowledge, perSecond }) });
  return followOrder(id, REDOING, options, terminal);
}

function showPlan(plan: Plan, { json }: JsonOptions, { say, complain }: Terminal): void {
  if (json === true) {
    say(JSON.stringify(plan, null, 2));
    return;
  }
  const { count, maybeSent, money, unknownAmounts, impossible, redone, complete, unread, sample } = plan;
  const sums = Object.entries(money).map(([currency, amount]) => `${amount} ${currency}`);
  say(`${complete ? '' : 'at least '}${count} calls would be redone, ${sums.join(' and ') || 'no known amount'}`);
  if (unknownAmounts > 0) say(`${unknownAmounts} of them are money calls with an unknown amount`);
  if (maybeSent > 0) say(`${maybeSent} of them may have arrived: left out without --acknowledge ${MAY_PAY_TWICE}`);
  if (redone > 0) say(`${redone} others were redone before`);
  if (impossible > 0) say(`${impossible} others can't be redone: too old, or their data was not kept`);
  if (unread > 0) complain(`${unread} runs could not be read: no worker answered for them`);
  if (sample.length > 0) for (const line of table(LISTED, sample.map(rowOf))) say(line);
  if (count > 0)
    complain(`nothing was sent yet: repeat the command with the same filter, --reason and --plan ${plan.plan}`);
}

function rowOf({ at, callKey, run, action, playerId, value, outcome, reason }: PlannedCall): string[] {
  return [at, callKey, run, action, playerId, value ? `${value.amount} ${value.currency}` : '', outcome, reason];
}
