import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Runtime } from '@temporalio/worker';
import { METRICS } from '../workflows/contracts/metrics.js';

const EACH = 5_000;
const NANOSECONDS = 1e9;

/** Shows the state of a destination: 0 well, 1 failing, 2 down. One series for each, whichever activity found it. */
export function showDestination(brand: string, destination: string, level: number): void {
  const { name, help } = METRICS.destinationState;
  Runtime.instance().metricMeter.createGauge(name, 'int', undefined, help).set(level, { brand, destination });
}

/**
 * Records the delay of the process's event loop in its metrics, every five seconds. Returns the function that stops it.
 */
export function watchEventLoop(each = EACH): () => void {
  const { name, help } = METRICS.eventLoop;
  const gauge = Runtime.instance().metricMeter.createGauge(name, 'float', undefined, help);
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const timer = setInterval(() => {
    for (const quantile of [0.5, 0.99, 1]) {
      const late = quantile === 1 ? delay.max : delay.percentile(quantile * 100);
      gauge.set(late / NANOSECONDS, { quantile: String(quantile) });
    }
    delay.reset();
  }, each);
  return () => {
    clearInterval(timer);
    delay.disable();
  };
}
