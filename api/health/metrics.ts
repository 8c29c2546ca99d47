import { monitorEventLoopDelay } from 'node:perf_hooks';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { WaitingCounts } from '../../client/destinations/status.js';
import type { Decision } from '../../client/events/decisions.js';
import { reasonCode } from '../../client/events/reason-codes.js';
import { METRICS } from '../../workflows/contracts/metrics.js';

/** The API's metrics for Prometheus. */
export interface Metrics {
  /** Counts a request; `route` is the route's path, never the caller's. */
  countRequest(route: string, method: string, status: number, seconds: number): void;
  /** Counts the decisions on an event of a brand. */
  countDecisions(brand: string, eventType: string, decisions: readonly Decision[]): void;
  /** Sets the number of waiting runs per brand and cause. A brand that could not be counted is left out. */
  showWaiting(counts: ReadonlyMap<string, WaitingCounts>): void;
  /** Counts a refused change of the catalogue. */
  countRefusedCatalogue(): void;
  readonly contentType: string;
  text(): Promise<string>;
}

// Callers choose the types that nobody hears. Without a limit each typing error would be a new time series.
const MAX_UNHEARD_TYPES = 200;

/** Creates metrics with a separate registry, so that two apps in one process count separately. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const requests = new Counter({
    name: 'waypost_http_requests_total',
    help: 'HTTP requests by route, method and status',
    labelNames: ['route', 'method', 'status'],
    registers,
  });
  const durations = new Histogram({
    name: 'waypost_http_request_seconds',
    help: 'Duration of HTTP requests',
    labelNames: ['route', 'method'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const decisions = new Counter({
    name: 'waypost_decisions_total',
    help: 'Decisions on events by brand, journey or rule, decision, and reason if the event was not taken',
    labelNames: ['brand', 'journey', 'rule', 'decision', 'reason'],
    registers,
  });
  const unheard = new Counter({
    name: 'waypost_unheard_events_total',
    help: 'Events that no journey listens to, by brand and type',
    labelNames: ['brand', 'type'],
    registers,
  });
  const refusals = new Counter({
    name: 'waypost_catalogue_refusals_total',
    help: 'Refused changes of the catalogue; the last good catalogue stayed in use',
    registers,
  });
  const waiting = new Gauge({
    name: 'waypost_waiting_runs',
    help: 'Open runs by brand that wait on a person, a hold or a destination. The same in every API process',
    labelNames: ['brand', 'on'],
    registers,
  });
  watchEventLoop(registers);
  const unheardTypes = new Set<string>();

  function boundedType(type: string): string {
    if (unheardTypes.size < MAX_UNHEARD_TYPES) unheardTypes.add(type);
    return unheardTypes.has(type) ? type : 'other';
  }

  return {
    countRequest(route, method, status, seconds) {
      requests.inc({ route, method, status });
      durations.observe({ route, method }, seconds);
    },
    countDecisions(brand, eventType, made) {
      for (const one of made) {
        const journey = 'journey' in one ? (one.journey ?? '') : '';
        const rule = 'rule' in one ? one.rule : '';
        decisions.inc({ brand, journey, rule, decision: one.decision, reason: reasonCode(one) ?? '' });
        if (one.decision === 'unheard') unheard.inc({ brand, type: boundedType(eventType) });
      }
    },
    showWaiting(counts) {
      waiting.reset();
      for (const [brand, ofBrand] of counts) {
        for (const [on, count] of Object.entries(ofBrand)) waiting.set({ brand, on }, Number(count));
      }
    },
    countRefusedCatalogue: () => refusals.inc(),
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}

/** Measures the delay of the event loop between two scrapes. */
function watchEventLoop(registers: Registry[]): void {
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  new Gauge({
    name: METRICS.eventLoop.name,
    help: METRICS.eventLoop.help,
    labelNames: ['quantile'],
    registers,
    collect() {
      for (const quantile of [0.5, 0.99, 1]) {
        const late = quantile === 1 ? delay.max : delay.percentile(quantile * 100);
        this.set({ quantile }, late / 1e9);
      }
      delay.reset();
    },
  });
}
