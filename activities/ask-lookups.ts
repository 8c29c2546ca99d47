import { Context } from '@temporalio/activity';
import type { Access } from '../outbound/authorise.js';
import type { ElsewhereAnswer } from '../workflows/contracts/call.js';
import type { Held } from '../workflows/contracts/clearance.js';
import type { JsonObject } from '../workflows/contracts/json.js';
import { callbacksQueue } from '../workflows/contracts/task-queues.js';
import type { Asking } from './ask-destination.js';
import { askLookup, type Unasked } from './ask-lookup.js';
import type { ActivityDependencies } from './dependencies.js';
import { lookUpFailed } from './failures.js';
import { isLocal, readingDeadline } from './time-to-read.js';
import type { Traffic } from './traffic.js';

/** How the activity that runs may ask: a local one keeps to its second and its slots. */
export function askingNow({ catalogue }: ActivityDependencies, access: Access, traffic: Traffic): Asking {
  const asker = Context.current().info.attempt > 1 ? 'retry' : 'fresh';
  return { catalogue: catalogue(), access, deadline: readingDeadline(), traffic, local: isLocal(), asker };
}

/** The answers of several lookups by name; or why there are none. */
export type AskedAll = { readonly kind: 'answers'; readonly lookups: JsonObject } | Unasked | Held;

/** Asks lookups without parameters about a player, side by side. */
export async function askLookups(
  names: readonly string[],
  { brand, playerId }: { readonly brand: string; readonly playerId: string },
  asking: Asking,
): Promise<AskedAll> {
  const asked = await Promise.all(
    names.map(async (lookup) => {
      return [lookup, await askLookup({ brand, lookup, playerId, params: {} }, asking)] as const;
    }),
  );
  const lookups: JsonObject = {};
  for (const [name, one] of asked) {
    if (one.kind !== 'answer') return one;
    lookups[name] = one.answer;
  }
  return { kind: 'answers', lookups };
}

/** A lookup is not answered: within a local activity the question moves to the queue, else Temporal asks again. */
export function elsewhere(brand: string, { reason, comeBackIn, destination }: Omit<Unasked, 'kind'>): ElsewhereAnswer {
  if (!isLocal()) throw lookUpFailed(reason, comeBackIn);
  const down = destination === undefined ? {} : { destination };
  return { kind: 'elsewhere', queue: callbacksQueue(brand), reason, ...down };
}
