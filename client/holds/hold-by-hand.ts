import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { BrandCatalogue } from '../../catalogue/brand/definition.js';
import { didYouMean } from '../../catalogue/did-you-mean.js';
import { type Hold, holdId, type HoldRelease, WAYPOST } from '../../workflows/contracts/keepers/hold.js';
import { OrderRefused } from '../errors.js';
import type { HoldOrder, HoldResult, ReleaseResult } from '../journey-client.js';
import { announcedBy } from '../rules/plan-rules.js';
import { tellHoldsChanged } from './holds-index.js';
import { readHolds, sendHold, sendRelease } from './holds.js';

/** Time for a worker to take a hold in, and time between two checks; milliseconds. */
const TAKEN_IN_WITHIN = 2_000;
const LOOK_EACH = 100;

/** Sets a person's hold, or returns the one that is set already. @throws OrderRefused, TemporalUnavailable */
export async function holdByHand(client: Client, brand: BrandCatalogue, order: HoldOrder): Promise<HoldResult> {
  const name = nameOf(brand, order);
  const { scope, reason, by } = order;
  const id = holdId({ scope, name }, 'person');
  const earlier = await find(client, brand.brand, id);
  if (earlier) {
    await tellHoldsChanged(client, brand.brand); // whoever set it may not have come so far
    return { hold: earlier, isNew: false, inForce: true };
  }
  const hold = { id, scope, name, reason, by, since: new Date().toISOString() };
  await sendHold(client, brand.brand, hold, { announces: announcedBy(brand) });
  const seen = await untilTakenIn(async () => (await find(client, brand.brand, id)) ?? null);
  return { hold: seen ?? hold, isNew: true, inForce: seen !== null };
}

/** Sets Waypost's own hold on a destination. A hold that is set already stays. @throws TemporalUnavailable */
export async function holdByItself(
  client: Client,
  brand: BrandCatalogue,
  destination: string,
  reason: string,
): Promise<void> {
  const about = { scope: 'destination', name: destination } as const;
  const hold = { id: holdId(about, WAYPOST), ...about, reason, by: WAYPOST, since: new Date().toISOString() };
  await sendHold(client, brand.brand, hold, { announces: announcedBy(brand) });
}

/** Releases a hold; returns `null` if none has that id. @throws TemporalUnavailable */
export async function releaseByHand(
  client: Client,
  definition: BrandCatalogue,
  release: HoldRelease,
): Promise<ReleaseResult | null> {
  const { brand } = definition;
  const hold = await find(client, brand, release.id);
  if (!hold) return null;
  await sendRelease(client, brand, { ...release, announces: announcedBy(definition) });
  const gone = await untilTakenIn(async () => ((await find(client, brand, release.id)) ? null : true));
  return { hold, inForce: gone === null };
}

async function find(client: Client, brand: string, id: string): Promise<Hold | undefined> {
  return (await readHolds(client, brand)).holds.find((hold) => hold.id === id);
}

/** Waits until a worker has taken a change in. Returns `null` if none did in time; the next worker does. */
async function untilTakenIn<T>(look: () => Promise<T | null>): Promise<T | null> {
  for (const end = Date.now() + TAKEN_IN_WITHIN; ;) {
    const found = await look();
    if (found !== null || Date.now() > end) return found;
    await sleep(LOOK_EACH);
  }
}

/** Returns the name as the catalogue has it. @throws OrderRefused for a name that the brand does not have */
function nameOf(brand: BrandCatalogue, { scope, name }: HoldOrder): string {
  if (scope === 'action') {
    const action = brand.notificationTypes.get(name) ?? name;
    if (brand.actions.has(action)) return action;
    throw unknown(brand, scope, name, [...brand.actions.keys(), ...brand.notificationTypes.keys()]);
  }
  const known = scope === 'brand' ? [brand.brand] : [...brand[`${scope}s`].keys()];
  if (known.includes(name)) return name;
  throw unknown(brand, scope, name, known);
}

function unknown({ brand }: BrandCatalogue, scope: Hold['scope'], name: string, known: readonly string[]) {
  return new OrderRefused('name', `is no ${scope} of ${brand}${didYouMean(name, known)}`);
}
