import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Runtime } from '@temporalio/worker';
import { METRICS } from '../workflows/contracts/metrics.js';

const EACH = 5_000;
const NANOSECONDS = 1e9;

/** Shows among the metrics, each five seconds, how late the event loop of this process is; what it returns ends that. */
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
