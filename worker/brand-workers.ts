import type { Worker } from '@temporalio/worker';
import type { Logger } from 'pino';
import type { Catalogue } from '../catalogue/catalogue.js';
import { hasBacklog, type QueueConnection } from '../client/temporal/queues.js';
import { isRefused } from '../client/temporal/with-deadline.js';
import { callbacksQueue, destinationQueue } from '../workflows/contracts/names.js';
import { createBrandWorker, createDestinationWorker, type WorkersOptions } from './create-workers.js';
import { limitDestination, limitedOf, type OfBrand } from './limited-destinations.js';
import type { RunningWorkers } from './running-workers.js';

const MINUTE = 60_000;

/** The running workers, and the options that they were made with. */
interface Running {
  readonly workers: RunningWorkers;
  readonly options: WorkersOptions & { readonly connection: QueueConnection };
}

/**
 * Runs a worker for each brand's calls and for each limited destination, including those added while the process runs.
 * The worker of a removed one stays, for calls that are still under way.
 */
export class BrandWorkers {
  readonly #log: Logger;
  readonly #polled = new Set<string>();
  /** The limits in force, by queue. */
  readonly #limits = new Map<string, string>();
  #running: Running | undefined;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** Starts adding workers of new brands and destinations to these, which were made from a catalogue. */
  start(workers: RunningWorkers, options: Running['options'], catalogue: Catalogue): void {
    this.#running = { workers, options };
    for (const brand of options.brands) this.#polled.add(callbacksQueue(brand));
    for (const { brand, name } of options.limited ?? []) this.#polled.add(destinationQueue(brand, name));
    for (const one of limitedOf(catalogue)) this.#limits.set(queueOf(one), limitsOf(one));
  }

  /** Adds workers for what is new in a catalogue, and applies changed limits. Does nothing before `start`. */
  follow(catalogue: Catalogue): void {
    const running = this.#running;
    if (running === undefined) return;
    for (const brand of catalogue.brands.keys()) {
      this.#poll(running, callbacksQueue(brand), { brand }, () => createBrandWorker(running.options, brand));
    }
    for (const one of limitedOf(catalogue)) this.#limit(running, one);
  }

  /** Looks for leftover calls, once a minute. Returns the function that stops it. */
  adoptEachMinute(catalogue: () => Catalogue): () => void {
    const look = () => {
      this.adopt(catalogue()).catch((error: unknown) => {
        if (!isRefused(error)) {
          this.#log.error({ err: error }, 'could not check old queues for leftover calls; retrying in 1 min');
          return;
        }
        clearInterval(timer);
        this.#log.warn(
          'Temporal refuses to describe queues (DescribeTaskQueue): calls that wait in the queue of a destination ' +
            'which has lost its rateLimit and concurrency are sent only once it has one of them again',
        );
      });
    };
    const timer = setInterval(look, MINUTE);
    look();
    return () => clearInterval(timer);
  }

  /** Polls the own queues of destinations that are not limited any more, if calls still wait there. */
  async adopt(catalogue: Catalogue): Promise<void> {
    const running = this.#running;
    if (running === undefined) return;
    const { connection, namespace } = running.options;
    for (const { brand, destinations } of catalogue.brands.values()) {
      for (const name of destinations.keys()) {
        const queue = destinationQueue(brand, name);
        if (this.#polled.has(queue) || !(await hasBacklog(connection, namespace, queue))) continue;
        const unlimited = { brand, name, concurrency: null, rate: null };
        this.#poll(running, queue, { brand, destination: name }, () =>
          createDestinationWorker(running.options, unlimited),
        );
      }
    }
  }

  #limit(running: Running, one: OfBrand): void {
    const { brand, destination } = one;
    const { connection, namespace } = running.options;
    const queue = queueOf(one);
    if (this.#limits.get(queue) === limitsOf(one)) return;
    this.#limits.set(queue, limitsOf(one));
    const about = { brand, destination: destination.name };
    const isNew = this.#poll(running, queue, about, async () => {
      return createDestinationWorker(running.options, (await limitDestination(connection, namespace, one)).worker);
    });
    if (isNew) return;
    limitDestination(connection, namespace, one).then(
      ({ byServer }) => {
        const restart = byServer ? 'a changed concurrency needs' : 'Temporal refuses to set it, so it needs';
        this.#log.warn(about, `its rateLimit has changed; ${restart} a restart of this process`);
      },
      (error: unknown) => {
        this.#limits.delete(queue); // the next change tries again
        this.#log.error({ err: error, ...about }, 'could not change its rateLimit; the old one stays in force');
      },
    );
  }

  /** Adds a worker for a queue; returns false if it has one. */
  #poll({ workers }: Running, queue: string, about: object, create: () => Promise<Worker>): boolean {
    if (this.#polled.has(queue)) return false;
    this.#polled.add(queue);
    create().then(
      (worker) => {
        workers.add(worker);
        this.#log.info({ ...about, queue }, 'polling a new queue');
      },
      (error: unknown) => {
        this.#polled.delete(queue); // the next change tries again
        this.#limits.delete(queue);
        this.#log.error(
          { err: error, ...about, queue },
          'could not start a worker for the new queue: restart this process to send its calls',
        );
      },
    );
    return true;
  }
}

function queueOf({ brand, destination }: OfBrand): string {
  return destinationQueue(brand, destination.name);
}

function limitsOf({ destination: { rateLimit, concurrency } }: OfBrand): string {
  return `${String(rateLimit)} ${String(concurrency)}`;
}
