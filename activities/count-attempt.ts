import { Context } from '@temporalio/activity';
import type { AttemptReport, CallOutcome, PreparedCall } from '../workflows/contracts/calls/call.js';
import { METRICS } from '../workflows/contracts/metrics.js';

type Counted = Pick<PreparedCall, 'brand' | 'destination' | 'action'>;

/** Counts an attempt by its class, and the time of its request. All label values are names of the catalogue. */
export function countAttempt({ brand, destination, action }: Counted, { class: came, took }: AttemptReport): void {
  const { metricMeter } = Context.current();
  const { attempts, attemptSeconds } = METRICS;
  const labels = { brand, destination, action };
  metricMeter.createCounter(attempts.name, undefined, attempts.help).add(1, { ...labels, class: came });
  if (came === 'not-sent') return;
  const seconds = metricMeter.createHistogram(attemptSeconds.name, 'float', undefined, attemptSeconds.help);
  seconds.record(took / 1_000, { brand, destination });
}

/** Counts the outcome of a call that has no run. */
export function countOutcome({ brand, action }: Pick<Counted, 'brand' | 'action'>, outcome: CallOutcome): void {
  const { name, help } = METRICS.outcomes;
  Context.current().metricMeter.createCounter(name, undefined, help).add(1, { brand, action, outcome });
}
