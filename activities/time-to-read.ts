import { Context } from '@temporalio/activity';

const LOCAL_TIME = 800; // of the second that a local activity has in all
const REGULAR_TIME = 8_000; // of the ten seconds that a regular one has

/** Until when a reading activity that begins now may wait for others, in epoch milliseconds. */
export function readingDeadline(): number {
  return Date.now() + (isLocal() ? LOCAL_TIME : REGULAR_TIME);
}

/** Whether the activity runs as a local one, within a workflow task. */
export function isLocal(): boolean {
  return Context.current().info.isLocal;
}
