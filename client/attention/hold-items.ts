import type { Client } from '@temporalio/client';
import { worstOf } from '../../workflows/contracts/keepers/destination.js';
import { covers, type Hold, WAYPOST } from '../../workflows/contracts/keepers/hold.js';
import { ruleJourney } from '../../workflows/contracts/names.js';
import type { ParkedSummary } from '../../workflows/contracts/runs/run.js';
import { countWaiting } from '../destinations/list-destinations.js';
import { readReports } from '../destinations/reports.js';
import { readHolds } from '../holds/holds.js';
import type { AttentionItem } from './attention.js';
import type { AskedPage, SourcePage } from './item.js';

/** Returns the holds that Waypost has set. Holds set by people need no attention. */
export async function holdItems(client: Client, { filter }: AskedPage): Promise<SourcePage> {
  const held = await automaticHolds(client, filter.brand);
  const items = held.map(async (hold) => itemOf(hold, await countWaiting(client, filter.brand, null, [hold])));
  return { items: await Promise.all(items), token: null, notes: [] };
}

/** Returns the holds of a brand that Waypost has set. @throws TemporalUnavailable */
export async function automaticHolds(client: Client, brand: string): Promise<Hold[]> {
  return (await readHolds(client, brand)).holds.filter(({ by }) => by === WAYPOST);
}

/**
 * Returns true if the release of one of these holds sends the parked call. Then the hold needs attention, not the call.
 */
export function waitsForHold(holds: readonly Hold[], call: ParkedSummary): boolean {
  const { action, destination = null } = call;
  return goesWithHold(call) && holds.some((hold) => covers(hold, { action, destination }));
}

/** Returns true if the release of its hold sends the parked call again. */
export function goesWithHold({ setUp, acknowledge }: ParkedSummary): boolean {
  return setUp === true && !acknowledge;
}

function itemOf({ id, scope, name, reason, by, since }: Hold, waiting: number): AttentionItem {
  const journeys = scope === 'journey' ? name : null;
  return {
    ...{ kind: 'hold', reason, since, id: null, run: null, playerId: null, beneficiaries: [], call: null },
    journey: scope === 'rule' ? ruleJourney(name) : journeys,
    destination: scope === 'destination' ? name : null,
    action: scope === 'action' ? name : null,
    hold: { id, scope, name, by, waiting },
  };
}

/** Down time after which a destination with waiting calls needs a person, in milliseconds. */
const PATIENCE = 5 * 60_000;

/** Returns the destinations that have been down for more than five minutes while calls wait for them. */
export async function downDestinations(client: Client, { filter: { brand } }: AskedPage): Promise<SourcePage> {
  const reports = await readReports(client, brand);
  const names = [...new Set(reports.map(({ destination }) => destination))];
  const items = await Promise.all(
    names.map(async (name) => {
      const worst = worstOf(reports.filter(({ destination }) => destination === name));
      if (worst?.state !== 'down' || Date.now() - Date.parse(worst.since) < PATIENCE) return null;
      const waiting = await countWaiting(client, brand, name, []);
      return waiting === 0 ? null : itemOfDown(name, worst.since, waiting);
    }),
  );
  return { items: items.filter((item) => item !== null), token: null, notes: [] };
}

function itemOfDown(destination: string, since: string, waiting: number): AttentionItem {
  const runs = waiting === 1 ? '1 run waits' : `${waiting} runs wait`;
  return {
    ...{ kind: 'destination-down', since, destination, reason: `${destination} does not answer: ${runs} for it` },
    ...{ id: null, run: null, journey: null, playerId: null, beneficiaries: [], action: null, call: null, hold: null },
  };
}
