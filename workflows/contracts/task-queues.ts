/** Where all workflow tasks, local activities and Waypost's own reads run. */
export const JOURNEYS_QUEUE = 'journeys';

/** Where the calls of a brand's destinations run, unless a destination has a queue of its own. */
export function callbacksQueue(brand: string): string {
  return `callbacks:${brand}`;
}
