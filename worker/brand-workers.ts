import type { Logger } from 'pino';
import type { Catalogue } from '../catalogue/catalogue.js';
import { createBrandWorker, type WorkersOptions } from './create-workers.js';
import type { RunningWorkers } from './running-workers.js';

/**
 * Sees to it that each brand's calls have a worker, also of brands that come while the process runs. The worker of a
 * brand that is taken away stays, for the calls that are still under way.
 */
export class BrandWorkers {
  readonly #log: Logger;
  readonly #brands = new Set<string>();
  #running: { readonly workers: RunningWorkers; readonly options: WorkersOptions } | undefined;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** From now on workers of new brands are added to these, which were made by `options`. */
  start(workers: RunningWorkers, options: WorkersOptions): void {
    this.#running = { workers, options };
    for (const brand of options.brands) this.#brands.add(brand);
  }

  /** Adds what a catalogue has more; before `start` it is not yet time. */
  follow(catalogue: Catalogue): void {
    if (this.#running === undefined) return;
    const { workers, options } = this.#running;
    for (const brand of [...catalogue.brands.keys()].filter((one) => !this.#brands.has(one))) {
      this.#brands.add(brand);
      createBrandWorker(options, brand).then(
        (worker) => {
          workers.add(worker);
          this.#log.info({ brand }, 'polling for a new brand');
        },
        (error: unknown) => {
          this.#brands.delete(brand); // the next change tries again
          this.#log.error(
            { err: error, brand },
            "the new brand has no worker: its calls wait for this process's restart",
          );
        },
      );
    }
  }
}
