import type { Worker } from '@temporalio/worker';
import { shutDown } from './create-workers.js';

/** The running workers of a process. More can be added. */
export class RunningWorkers {
  readonly #workers = new Set<Worker>();
  readonly #done: Promise<void>;
  #settle: { resolve: () => void; reject: (error: unknown) => void } | undefined;
  #stopping = false;

  constructor(workers: readonly Worker[]) {
    this.#done = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    for (const worker of workers) this.add(worker);
  }

  /** Resolves when all have been shut down. Rejects with the failure of the first one; the others then stop, too. */
  get done(): Promise<void> {
    return this.#done;
  }

  /** Runs one more worker. */
  add(worker: Worker): void {
    this.#workers.add(worker);
    const running = worker.run();
    if (this.#stopping) shutDown([worker]);
    running.then(
      () => this.#ended(worker),
      (error: unknown) => {
        this.#settle?.reject(error);
        this.#ended(worker);
        this.stop();
      },
    );
  }

  /** Asks all workers to finish their tasks and stop. */
  stop(): void {
    this.#stopping = true;
    shutDown([...this.#workers]);
  }

  #ended(worker: Worker): void {
    this.#workers.delete(worker);
    if (this.#workers.size === 0) this.#settle?.resolve();
  }
}
