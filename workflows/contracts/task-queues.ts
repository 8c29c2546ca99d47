/** Where all workflow tasks, local activities and Waypost's own reads run. */
export const JOURNEYS_QUEUE = 'journeys';

/** Where the keepers of limits and holds run, and nothing else: no journey waits for them, nor they for journeys. */
export const LIMITS_QUEUE = 'limits';

/** Where the calls of a brand's destinations run, unless a destination has a queue of its own. */
export function callbacksQueue(brand: string): string {
  return `callbacks:${brand}`;
}

/** The queue of a destination's own. */
export function destinationQueue(brand: string, destination: string): string {
  return `${callbacksQueue(brand)}:${destination}`;
}
