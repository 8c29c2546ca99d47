import { randomUUID } from 'node:crypto';
import { ask, type AttentionOptions, present } from '../attention/list-and-resolve.js';
import { followOrder, type OrderPlace } from '../attention/orders.js';
import { table } from '../table.js';
import type { Terminal } from '../terminal.js';

/** Which calls are done again, and why. */
export interface RedoOptions extends AttentionOptions {
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
  /** Gives the order for this plan; without it, the plan is shown and nothing is done. */
  readonly plan?: string;
}

/** Where orders to do calls again are given. */
export const REDOING: OrderPlace = { path: '/v1/calls/redo', command: 'call redo-order', done: 'done again' };

/** A plan as the API answers it, as far as it is shown. */
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

/** Does one call again. */
export async function redoOne(key: string, options: RedoOptions, terminal: Terminal): Promise<void> {
  const { reason, run, id, acknowledge, json } = options;
  const body = present({ reason, run, id, acknowledge });
  const answer = await ask(options, `/v1/calls/${encodeURIComponent(key)}/redo`, terminal, body);
  if (json === true) {
    terminal.say(JSON.stringify(answer, null, 2));
    return;
  }
  const { callKey, redoOf, started, id: place, warning } = answer as unknown as Redone;
  const when = started ? 'is done again' : 'was done again before by this order';
  terminal.say(`${redoOf} ${when} as ${callKey}, in ${place}`);
  if (warning !== null) terminal.complain(warning);
}

/** Shows what an order by filter would do; with that plan, gives the order and tells how it goes on. Whether all went well. */
export async function redoAll(options: RedoOptions, terminal: Terminal): Promise<boolean> {
  const { action, destination, outcome, journey, rule, player, after, before, reasonContains } = options;
  const filter = present({ action, destination, outcome, journey, rule, player, after, before, reasonContains });
  const { plan, acknowledge, reason, id = randomUUID() } = options;
  if (plan === undefined) {
    const answer = await ask(options, REDOING.path, terminal, { filter });
    tellPlan(answer as unknown as Plan, options, terminal);
    return true;
  }
  const perSecond = options.perSecond === undefined ? undefined : Number(options.perSecond);
  await ask(options, REDOING.path, terminal, { filter, id, ...present({ plan, reason, acknowledge, perSecond }) });
  return followOrder(id, REDOING, options, terminal);
}

function tellPlan(plan: Plan, { json }: AttentionOptions, { say, complain }: Terminal): void {
  if (json === true) {
    say(JSON.stringify(plan, null, 2));
    return;
  }
  const { count, maybeSent, money, unknownAmounts, impossible, redone, complete, unread, sample } = plan;
  const sums = Object.entries(money).map(([currency, amount]) => `${amount} ${currency}`);
  say(`${complete ? '' : 'at least '}${count} calls would be done again, ${sums.join(' and ') || 'no known amount'}`);
  if (unknownAmounts > 0) say(`${unknownAmounts} of them are money whose amount is not known`);
  if (maybeSent > 0) say(`${maybeSent} of them may have arrived: left out without --acknowledge may-pay-twice`);
  if (redone > 0) say(`${redone} others were done again before`);
  if (impossible > 0) say(`${impossible} others can't be done again: too old, or not kept`);
  if (unread > 0) complain(`${unread} runs could not be read: no worker answered for them`);
  if (sample.length > 0) for (const line of table(LISTED, sample.map(rowOf))) say(line);
  if (count > 0) complain(`nothing is done yet: give the order with the same filter, --reason and --plan ${plan.plan}`);
}

function rowOf({ at, callKey, run, action, playerId, value, outcome, reason }: PlannedCall): string[] {
  return [at, callKey, run, action, playerId, value ? `${value.amount} ${value.currency}` : '', outcome, reason];
}
