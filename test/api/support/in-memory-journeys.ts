import type { InUse } from '../../../catalogue/in-use.js';
import type { DestinationStatus } from '../../../client/destinations/status.js';
import { OrderRefused, RunNotFound } from '../../../client/errors.js';
import type { Decision, IncomingEvent } from '../../../client/events/decisions.js';
import type {
  ByWhom,
  FireOrder,
  HoldOrder,
  HoldResult,
  JourneyClient,
  ReleaseResult,
  RunExplanation,
  RunFilter,
  RunSummary,
  StartOrder,
  TestOrder,
} from '../../../client/journey-client.js';
import { type Hold, holdId, type HoldRelease } from '../../../workflows/contracts/keepers/hold.js';
import { callRunId, parseRunId, ruleRunId, runId } from '../../../workflows/contracts/names.js';
import { InMemoryAttention } from './in-memory-attention.js';
import { InMemoryRedo } from './in-memory-redo.js';

/** An order to a run, as the client was given it. */
export interface GivenOrder extends ByWhom {
  readonly order: 'pause' | 'resume' | 'cancel' | 'wake';
  readonly id: string;
}

/** A JourneyClient that keeps runs in memory: `player.referred` starts one, `deposit.made` is heard. */
export class InMemoryJourneys implements JourneyClient {
  readonly accepted: IncomingEvent[] = [];
  readonly dryRuns: IncomingEvent[] = [];
  readonly filters: RunFilter[] = [];
  readonly orders: GivenOrder[] = [];
  readonly starts: StartOrder[] = [];
  readonly fires: FireOrder[] = [];
  readonly tests: TestOrder[] = [];
  readonly delivered: IncomingEvent[] = [];
  readonly releases: HoldRelease[] = [];
  readonly #holds = new Map<string, Hold[]>();
  /** Whether workers take in what is said about holds. */
  working = true;
  /** How every brand's destinations do. */
  destinationsNow: readonly DestinationStatus[] = [];
  readonly attention = new InMemoryAttention();
  readonly redo = new InMemoryRedo();
  readonly runs = new Map<string, RunSummary>();
  /** Asked before anything is done: may wait, or throw what the client throws. */
  before: (event?: IncomingEvent) => Promise<void> = async () => undefined;
  next: string | null = null;

  async accept(event: IncomingEvent, options: { readonly dryRun?: boolean } = {}): Promise<Decision[]> {
    await this.before(event);
    (options.dryRun ? this.dryRuns : this.accepted).push(event);
    if (event.type === 'deposit.made') {
      return [{ decision: 'signalled', journey: 'refer-a-friend', id: this.#idOf(event) }];
    }
    if (event.type === 'player.referred') return [this.#begin(event)];
    if (event.data.amount === 'wrong') return [{ decision: 'invalid', field: 'data.amount', reason: 'must be money' }];
    return [{ decision: 'unheard', reason: `no journey listens to ${event.type}` }];
  }

  /** Windows never end here. */
  async identify(event: IncomingEvent): Promise<IncomingEvent> {
    await this.before(event);
    return event;
  }

  async start(order: StartOrder) {
    await this.before();
    this.starts.push(order);
    const id = runId(order);
    const open = this.runs.has(id);
    this.add(id);
    return { started: !open, id, run: 'r1' };
  }

  async fire(order: FireOrder) {
    await this.before();
    if (order.rule !== 'loyalty-sync') throw new OrderRefused('rule', `there is no rule "${order.rule}"`);
    const id = ruleRunId(order.brand, order.rule, order.id);
    const fired = !this.fires.some((earlier) => earlier.id === order.id);
    this.fires.push(order);
    return { fired, rule: order.rule, id, run: 'r1' };
  }

  async test(order: TestOrder) {
    await this.before();
    const started = !this.tests.some((earlier) => earlier.id === order.id);
    this.tests.push(order);
    const callKey = `wp_${order.id}`;
    return { callKey, started, id: callRunId(order.brand, callKey), run: 'r1' };
  }

  async list(filter: RunFilter) {
    await this.before();
    this.filters.push(filter);
    const runs = [...this.runs.values()].filter((run) => parseRunId(run.id)?.brand === filter.brand);
    return { runs: runs.slice(0, filter.limit), next: this.next };
  }

  async explain(id: string): Promise<RunExplanation> {
    await this.before();
    const run = this.runs.get(id);
    if (!run) throw new RunNotFound(`no run ${id}`);
    return { ...run, state: null, stuck: null, pending: [] };
  }

  /** The journeys with runs; of these, nothing says what else they use. */
  async inUse(brand: string): Promise<InUse> {
    await this.before();
    const journeys = new Map<string, number>();
    for (const run of this.runs.values()) {
      if (parseRunId(run.id)?.brand === brand) journeys.set(run.journey, (journeys.get(run.journey) ?? 0) + 1);
    }
    const used = [...journeys].map(([name, runs]) => ({ name, runs }));
    return { journeys: used, rules: [], actions: [], lookups: [], destinations: [] };
  }

  async deliver(id: string, event: IncomingEvent): Promise<Decision> {
    await this.explain(id);
    this.delivered.push(event);
    return { decision: 'signalled', journey: 'refer-a-friend', id };
  }

  async holds(brand: string) {
    await this.before();
    return (this.#holds.get(brand) ?? []).map((hold) => ({ ...hold, waiting: 2 }));
  }

  async destinations() {
    await this.before();
    return this.destinationsNow;
  }

  async countWaiting() {
    await this.before();
    return { person: 1, hold: 2, destination: 3 };
  }

  async holdDestination(brand: string, name: string, reason: string): Promise<void> {
    const about = { scope: 'destination', name, reason, by: 'waypost', since: '2026-03-01T12:00:00.000Z' } as const;
    this.#holds.set(brand, [...(this.#holds.get(brand) ?? []), { id: `auto:destination:${name}`, ...about }]);
  }

  /** One that begins with `unknown` is refused. */
  async hold({ brand, scope, name, reason, by }: HoldOrder): Promise<HoldResult> {
    await this.before();
    const held = this.#holds.get(brand) ?? [];
    if (name.startsWith('unknown')) throw new OrderRefused('name', `is no ${scope} of ${brand}`);
    const id = holdId({ scope, name }, 'person');
    const earlier = this.#holds.get(brand)?.find((hold) => hold.id === id);
    if (earlier) return { hold: earlier, isNew: false, inForce: true };
    const hold = { id, scope, name, reason, by, since: '2026-03-01T12:00:00.000Z' };
    this.#holds.set(brand, [...held, hold]);
    return { hold, isNew: true, inForce: this.working };
  }

  async release(brand: string, { id, by }: HoldRelease): Promise<ReleaseResult | null> {
    const held = this.#holds.get(brand) ?? [];
    const hold = held.find((one) => one.id === id);
    if (!hold) return null;
    this.releases.push({ id, by });
    this.#holds.set(
      brand,
      held.filter((one) => one !== hold),
    );
    return { hold, inForce: !this.working };
  }

  wake = (id: string, request: ByWhom) => this.#order('wake', id, request);
  pause = (id: string, request: ByWhom) => this.#order('pause', id, request);
  resume = (id: string, request: ByWhom) => this.#order('resume', id, request);
  cancel = (id: string, request: ByWhom) => this.#order('cancel', id, request);

  async checkReady(_options?: { readonly all?: boolean }): Promise<void> {
    await this.before();
  }

  async close(): Promise<void> {
    return Promise.resolve();
  }

  /** Puts a run there, as if it had been started. */
  add(id: string): void {
    const name = parseRunId(id);
    if (!name) throw new Error(`${id} is no run's id`);
    this.runs.set(id, {
      id,
      run: 'r1',
      journey: name.journey,
      playerId: name.playerId,
      beneficiaries: [],
      matchedBy: null,
      key: name.key,
      status: 'open',
      stage: 'entered',
      waitingFor: 'deposit.made',
      outcome: null,
      needsAttention: false,
      nextActionAt: null,
      startedAt: '2026-03-01T12:00:00.000Z',
      closedAt: null,
    });
  }

  #begin(event: IncomingEvent): Decision {
    const id = this.#idOf(event);
    const known = this.runs.has(id);
    this.add(id);
    const about = { journey: 'refer-a-friend', id, run: 'r1' };
    return known ? { decision: 'duplicate', ...about } : { decision: 'started', ...about };
  }

  #idOf({ brand, playerId }: IncomingEvent): string {
    return runId({ brand, journey: 'refer-a-friend', playerId, key: null });
  }

  async #order(order: GivenOrder['order'], id: string, request: ByWhom): Promise<void> {
    await this.explain(id);
    this.orders.push({ order, id, ...request });
  }
}
