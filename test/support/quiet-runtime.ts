import { DefaultLogger, Runtime } from '@temporalio/worker';

let installed = false;

/** Lets workers of this process log warnings and errors only. May be called again; Temporal takes it only once. */
export function quietRuntime(): void {
  if (installed) return;
  installed = true;
  Runtime.install({ logger: new DefaultLogger('WARN') });
}
