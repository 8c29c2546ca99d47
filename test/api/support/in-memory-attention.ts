import type {
  Attention,
  AttentionItem,
  AttentionQuery,
  AttentionSummary,
  BulkStatus,
  ResolvedCall,
  ResolveOrder,
} from '../../../client/attention/attention.js';
import { NothingKnown, OrderRefused, ResolvedOtherwise } from '../../../client/errors.js';
import { type BulkOrder, NO_PROGRESS } from '../../../workflows/contracts/keepers/bulk.js';

const AT = '2026-03-01T12:00:00.000Z';

/** A parked call of money, unless something else is said. */
export function parkedItem(callKey: string, changes: Partial<AttentionItem> = {}): AttentionItem {
  return {
    ...{ kind: 'parked-call', reason: '404: more likely a wrong set-up', since: AT, run: 'r1' },
    ...{ id: 'lucky:refer-a-friend:p-1', journey: 'refer-a-friend', playerId: 'p-1', beneficiaries: [] },
    ...{ destination: 'operator', action: 'credit-referrer', hold: null },
    call: {
      ...{ callKey, effect: 'money', value: { amount: '10.00', currency: 'EUR' }, attempts: 2, maybeSent: true },
      ...{ playerId: 'p-1', acknowledge: null, decisions: ['retry', 'delivered', 'skip'], setUp: false },
    },
    ...changes,
  };
}

/** An Attention that keeps parked calls of one brand each in memory. */
export class InMemoryAttention implements Attention {
  readonly parked = new Map<string, { readonly brand: string; readonly item: AttentionItem }>();
  readonly queries: AttentionQuery[] = [];
  readonly resolved = new Map<string, ResolvedCall & { readonly brand: string }>();
  readonly orders: BulkOrder[] = [];
  /** Asked before anything is done: may throw what the client throws. */
  before: () => Promise<void> = async () => undefined;
  next: string | null = null;

  async list(query: AttentionQuery) {
    await this.before();
    this.queries.push(query);
    const items = [...this.parked.values()].filter(({ brand }) => brand === query.brand).map(({ item }) => item);
    return { items, next: this.next, notes: [] };
  }

  async summary(brand: string): Promise<AttentionSummary> {
    await this.before();
    const count = [...this.parked.values()].filter((one) => one.brand === brand).length;
    const total = { count, oldest: AT, atStake: { EUR: '10.00' }, unknownAmounts: 0, maybeSent: count };
    const about = { kind: 'parked-call', destination: 'operator', action: 'credit-referrer', reason: '404' } as const;
    return { total, groups: [{ ...about, ...total }], moreGroups: 0, notes: [] };
  }

  async resolve({ brand, ...resolution }: ResolveOrder): Promise<ResolvedCall> {
    await this.before();
    const { callKey, decision } = resolution;
    const earlier = this.resolved.get(callKey);
    if (earlier?.brand === brand) {
      if (earlier.decision !== decision) throw new ResolvedOtherwise(`${callKey} was resolved as ${earlier.decision}`);
      const { brand: _, ...first } = earlier;
      return first;
    }
    const found = this.parked.get(callKey);
    if (found?.brand !== brand) throw new NothingKnown('No call of this key is parked here.');
    this.parked.delete(callKey);
    const taken = { ...resolution, id: found.item.id ?? '', at: AT };
    this.resolved.set(callKey, { brand, ...taken });
    return taken;
  }

  async resolveAll(order: BulkOrder): Promise<BulkStatus> {
    await this.before();
    const earlier = this.orders.find(({ brand, id }) => brand === order.brand && id === order.id);
    if (earlier && JSON.stringify(earlier) !== JSON.stringify(order)) throw new OrderRefused('id', 'has been used');
    if (!earlier) this.orders.push(order);
    return { given: !earlier, order, progress: NO_PROGRESS };
  }

  async progress(brand: string, id: string): Promise<BulkStatus> {
    await this.before();
    const order = this.orders.find((one) => one.brand === brand && one.id === id);
    if (!order) throw new NothingKnown('No order of this id is known here.');
    const failures = [{ callKey: 'wp_x', run: 'lucky:refer-a-friend:p-1', reason: 'the run refuses' }];
    return { given: false, order, progress: { ...NO_PROGRESS, found: 3, done: 2, failed: 1, failures, finished: AT } };
  }
}
