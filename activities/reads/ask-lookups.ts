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

/** Returns the conditions for the current activity. A local one has one second and limited slots. */
export function askingNow({ catalogue }: ActivityDependencies, access: Access, traffic: Traffic): Asking {
  const asker = Context.current().info.attempt > 1 ? 'retry' : 'fresh';
  return { catalogue: catalogue(), access, deadline: readingDeadline(), traffic, local: isLocal(), asker };
}

/** The answers of several lookups by name, or the reason for a missing one. */
export type AskedAll = { readonly kind: 'answers'; readonly lookups: JsonObject } | Unasked | Held;

/** Asks lookups without parameters about a player, in parallel. */
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

/** Handles a lookup without an answer: a local activity hands the question to the queue, in others Temporal retries. */
export function elsewhere(brand: string, { reason, comeBackIn, destination }: Omit<Unasked, 'kind'>): ElsewhereAnswer {
  if (!isLocal()) throw lookUpFailed(reason, comeBackIn);
  const down = destination === undefined ? {} : { destination };
  return { kind: 'elsewhere', queue: callbacksQueue(brand), reason, ...down };
}

/** Time for others within a local activity's one second. */
const LOCAL_TIME_MS = 800;
/** Time for others within a regular activity's ten seconds. */
const REGULAR_TIME_MS = 8_000;

/** Returns the deadline of a reading activity that begins now, in epoch milliseconds. */
function readingDeadline(): number {
  return Date.now() + (isLocal() ? LOCAL_TIME_MS : REGULAR_TIME_MS);
}

/** Returns true in a local activity, which runs within a workflow task. */
function isLocal(): boolean {
  return Context.current().info.isLocal;
}
