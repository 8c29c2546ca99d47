import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again until the answer is as wanted; after 90 seconds, more than any time-out here, it gives up with the last. */
export function eventually<T, W extends T>(ask: () => Promise<T>, wanted: (answer: T) => answer is W): Promise<W>;
export function eventually<T>(ask: () => Promise<T>, wanted: (answer: T) => boolean): Promise<T>;
export async function eventually<T>(ask: () => Promise<T>, wanted: (answer: T) => boolean): Promise<T> {
  for (const limit = Date.now() + 90_000; ;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    if (Date.now() > limit) throw new Error(`still ${JSON.stringify(answer)}`);
    await sleep(50);
  }
}
