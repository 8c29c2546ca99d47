import { CallNotRedoable, NothingKnown, OrderRefused } from '../../../client/errors.js';
import type { Redo, RedoOneOrder, RedoPlan, RedoResult, RedoStatus } from '../../../client/redo/redo.js';
import { redoKey } from '../../../workflows/contracts/calls/call-key.js';
import type { RedoFilter, RedoOrder, UndeliveredCall } from '../../../workflows/contracts/calls/redo.js';
import { NO_PROGRESS } from '../../../workflows/contracts/keepers/bulk.js';
import { callRunId } from '../../../workflows/contracts/names.js';

const AT = '2026-03-01T12:00:00.000Z';

/** A refused call of money, unless something else is said. */
export function undeliveredCall(callKey: string, changes: Partial<UndeliveredCall> = {}): UndeliveredCall {
  return {
    ...{ callKey, action: 'credit-referrer', playerId: 'p-1', decidedBy: 'refer-a-friend', step: 'credit-referrer' },
    ...{ outcome: 'refused', reason: 'fields.note is missing', at: AT, maybeSent: false, effect: 'money' },
    ...{ value: { amount: '10.00', currency: 'EUR' }, destination: 'operator', request: null },
    ...changes,
  };
}

/** A Redo that keeps undelivered calls of one brand each in memory. */
export class InMemoryRedo implements Redo {
  readonly undelivered = new Map<string, { readonly brand: string; readonly call: UndeliveredCall }>();
  readonly done = new Map<string, RedoOneOrder>();
  readonly filters: RedoFilter[] = [];
  readonly orders: RedoOrder[] = [];

  async one(order: RedoOneOrder): Promise<RedoResult> {
    const { brand, callKey, id, acknowledge } = order;
    const found = this.undelivered.get(callKey);
    if (found?.brand !== brand) throw new NothingKnown('No call of this key is found.');
    const key = redoKey(brand, callKey);
    const earlier = this.done.get(callKey);
    if (earlier && earlier.id !== id) throw new CallNotRedoable(`${callKey} was done again as ${key}`);
    const { maybeSent } = found.call;
    if (maybeSent && acknowledge === undefined) throw new OrderRefused('acknowledge', 'an attempt may have arrived');
    this.done.set(callKey, order);
    const warning = maybeSent ? 'Doing it again may pay 10.00 EUR to p-1 a second time' : null;
    return { callKey: key, redoOf: callKey, started: !earlier, id: callRunId(brand, key), run: 'r1', warning };
  }

  async plan(brand: string, filter: RedoFilter): Promise<RedoPlan> {
    this.filters.push(filter);
    const calls = [...this.undelivered.values()].filter((one) => one.brand === brand).map(({ call }) => call);
    return {
      ...{ plan: 'p-1', at: AT, count: calls.length, maybeSent: calls.filter((call) => call.maybeSent).length },
      ...{ money: { EUR: '10.00' }, unknownAmounts: 0, impossible: 0, redone: 0, complete: true, unread: 0 },
      sample: calls.map(({ request: _, ...call }) => ({ ...call, run: 'lucky:refer-a-friend:p-1' })),
    };
  }

  async all(order: RedoOrder, plan: string): Promise<RedoStatus> {
    if (plan !== 'p-1') throw new OrderRefused('plan', 'is not of this');
    const given = !this.orders.some(({ brand, id }) => brand === order.brand && id === order.id);
    if (given) this.orders.push(order);
    return { given, order, progress: NO_PROGRESS };
  }

  async progress(brand: string, id: string): Promise<RedoStatus> {
    const order = this.orders.find((one) => one.brand === brand && one.id === id);
    if (!order) throw new NothingKnown('No order of this id is known here.');
    return { given: false, order, progress: { ...NO_PROGRESS, found: 1, done: 1, finished: AT } };
  }
}
