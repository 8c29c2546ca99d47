import { Context } from '@temporalio/activity';
import type { Access } from '../../outbound/auth/authorise.js';
import type { ElsewhereAnswer, Held } from '../../workflows/contracts/calls/recheck.js';
import type { JsonObject } from '../../workflows/contracts/json.js';
import { callbacksQueue } from '../../workflows/contracts/names.js';
import type { ActivityDependencies } from '../dependencies.js';
import type { Traffic } from '../destinations/traffic.js';
import type { Asking } from './ask-destination.js';
import { askLookup, type Unasked } from './ask-lookup.js';
import { lookUpFailed } from './failures.js';

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

const LOCAL_TIME = 800;
// of the second that a local activity has in all
const REGULAR_TIME = 8_000;
// of the ten seconds that a regular one has

/** Until when a reading activity that begins now may wait for others, in epoch milliseconds. */
function readingDeadline(): number {
  return Date.now() + (isLocal() ? LOCAL_TIME : REGULAR_TIME);
}

/** Whether the activity runs as a local one, within a workflow task. */
function isLocal(): boolean {
  return Context.current().info.isLocal;
}
