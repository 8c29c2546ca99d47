import { createHash } from 'node:crypto';
import type { BrandCatalogue } from '../../catalogue/brand/definition.js';
import type { RedoFilter } from '../../workflows/contracts/calls/redo.js';
import { NO_MONEY, plusMoney } from '../../workflows/contracts/money.js';
import { OrderRefused } from '../errors.js';
import type { RoutingContext } from '../events/routing-context.js';
import { whyNotRedone } from './check-redo.js';
import type { RedoPlan } from './redo.js';
import { type Fitting, undeliveredCalls } from './undelivered-calls.js';

/** Runs in one page, runs in all, and the time for reading them in milliseconds. */
const PAGE = 200;
const MAX_RUNS = 2_000;
const MAX_TIME = 8_000;

const SAMPLE = 10;

/** Time for which an order can name a plan, in milliseconds. */
const PLAN_LASTS = 60 * 60_000;

/** Plans an order by filter, from at most 2,000 runs, newest first. */
export async function planRedo(routing: RoutingContext, filter: RedoFilter): Promise<RedoPlan> {
  const { client, brand } = routing;
  const began = Date.now();
  const at = new Date(began).toISOString();
  const fitting: Fitting[] = [];
  let [runs, unread, token] = [0, 0, null as Uint8Array | null];
  do {
    const page = await undeliveredCalls(client, { brand, filter, at, size: PAGE, token });
    fitting.push(...page.calls);
    [runs, unread, token] = [runs + page.runs, unread + page.unread.length, page.token];
  } while (token !== null && runs < MAX_RUNS && Date.now() - began < MAX_TIME);
  return { plan: tokenOf(brand.brand, filter, at), at, ...sumOf(fitting, brand), complete: token === null, unread };
}

/**
 * Returns the time at which an order's plan was made (ISO 8601). @throws OrderRefused for a plan of another filter, or
 * an old one
 */
export function plannedAt(brand: string, filter: RedoFilter, plan: string): string {
  const at = plan.slice(0, plan.lastIndexOf('.'));
  const age = Date.now() - Date.parse(at);
  const fix = 'get a plan for this filter, check it, and send its `plan`';
  if (plan !== tokenOf(brand, filter, at) || Number.isNaN(age))
    throw new OrderRefused('plan', `is of another filter: ${fix}`);
  if (age > PLAN_LASTS) throw new OrderRefused('plan', `is older than an hour: ${fix}`);
  return at;
}

/** Returns the token that ties an order to its plan. It is no secret. */
function tokenOf(brand: string, filter: RedoFilter, at: string): string {
  const about = JSON.stringify([brand, at, Object.entries(filter).sort(([a], [b]) => (a < b ? -1 : 1))]);
  return `${at}.${createHash('sha256').update(about).digest('base64url').slice(0, 16)}`;
}

type Sums = Omit<RedoPlan, 'plan' | 'at' | 'complete' | 'unread'>;

function sumOf(fitting: readonly Fitting[], brand: BrandCatalogue): Sums {
  const open = fitting.filter(({ redone }) => !redone);
  const possible = open.filter(({ call }) => whyNotRedone(call, brand) === null);
  const ofMoney = possible.filter(({ call }) => (call.effect ?? brand.actions.get(call.action)?.effect) === 'money');
  const sum = ofMoney.reduce((so, { call }) => plusMoney(so, call.value), NO_MONEY);
  return {
    ...{ count: possible.length, maybeSent: possible.filter(({ call }) => call.maybeSent).length },
    ...{ ...sum, impossible: open.length - possible.length, redone: fitting.length - open.length },
    sample: possible.slice(0, SAMPLE).map(({ id, call: { request: _, ...call } }) => ({ ...call, run: id })),
  };
}
