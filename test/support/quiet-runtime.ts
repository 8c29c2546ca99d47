import { DefaultLogger, Runtime } from '@temporalio/worker';

/** Workers of callbacks run no workflows, those of limits no activities, and that a story or a lookup fails is for the test to judge. */
const EXPECTED = ['No workflows registered', 'No activities registered', 'Workflow failed', 'Activity failed'];

let installed = false;

/** Lets workers of this process log only what no test expects. May be called again; Temporal takes it only once. */
export function quietRuntime(): void {
  if (installed) return;
  installed = true;
  const print = new DefaultLogger('WARN');
  const logger = new DefaultLogger('WARN', (entry) => {
    if (EXPECTED.some((message) => entry.message.startsWith(message))) return;
    print.log(entry.level, entry.message, entry.meta);
  });
  // The time-skipping server does not know of a capability that only heartbeats need, and every worker says so.
  const filter = 'WARN,temporalio_sdk_core::worker=ERROR,temporalio_sdk_core::worker::workflow=WARN';
  Runtime.install({ logger, telemetryOptions: { logging: { filter } } });
}
