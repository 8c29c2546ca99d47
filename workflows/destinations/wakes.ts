import { ActivityCancellationType, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../contracts/activities.js';
import { JOURNEYS_QUEUE } from '../contracts/names.js';

const { wakeWaiting } = proxyActivities<Pick<Activities, 'wakeWaiting'>>({
  taskQueue: JOURNEYS_QUEUE,
  startToCloseTimeout: '1 hour',
  scheduleToCloseTimeout: '1 hour',
  heartbeatTimeout: '10 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '30 seconds' },
  cancellationType: ActivityCancellationType.TRY_CANCEL,
});

/** Wakes what waits for the destinations of a brand that answer again: for each of them by one activity at a time. */
export class Wakes {
  readonly #brand: string;
  /** By destination: true if another process saw it answer again since its activity was scheduled. */
  readonly #underWay = new Map<string, boolean>();

  constructor(brand: string) {
    this.#brand = brand;
  }

  /** The destinations whose runs are being woken. */
  get underWay(): readonly string[] {
    return [...this.#underWay.keys()];
  }

  /**
   * Notes that a process sees a destination answer again. Each process has its own breaker: what one has turned away
   * meanwhile is woken when its breaker has closed, too.
   */
  answers(destination: string): void {
    const isUnderWay = this.#underWay.has(destination);
    this.#underWay.set(destination, isUnderWay);
    if (!isUnderWay) void this.#wake(destination);
  }

  async #wake(destination: string): Promise<void> {
    await wakeWaiting(this.#brand, destination).catch(() => undefined); // each run also has its timer
    const again = this.#underWay.get(destination) === true;
    this.#underWay.delete(destination);
    if (again) this.answers(destination);
  }
}
