import type { Client } from '@temporalio/client';
import { worstOf } from '../../workflows/contracts/destination.js';
import { readReports } from '../destinations.js';
import { countWaiting } from '../list-destinations.js';
import type { AttentionItem } from './attention.js';
import type { AskedPage, SourcePage } from './sources.js';

/** Down for so long, with calls that wait, a destination is for a person to look at. Milliseconds. */
const PATIENCE = 5 * 60_000;

/** The destinations that have been down for more than five minutes while calls wait for them. */
export async function downDestinations(client: Client, { filter: { brand } }: AskedPage): Promise<SourcePage> {
  const reports = await readReports(client, brand);
  const names = [...new Set(reports.map(({ destination }) => destination))];
  const items = await Promise.all(
    names.map(async (name) => {
      const worst = worstOf(reports.filter(({ destination }) => destination === name));
      if (worst?.state !== 'down' || Date.now() - Date.parse(worst.since) < PATIENCE) return null;
      const waiting = await countWaiting(client, brand, name, []);
      return waiting === 0 ? null : itemOf(name, worst.since, waiting);
    }),
  );
  return { items: items.filter((item) => item !== null), token: null, notes: [] };
}

function itemOf(destination: string, since: string, waiting: number): AttentionItem {
  const runs = waiting === 1 ? '1 run waits' : `${waiting} runs wait`;
  return {
    ...{ kind: 'destination-down', since, destination, reason: `${destination} does not answer: ${runs} for it` },
    ...{ id: null, run: null, journey: null, playerId: null, beneficiaries: [], action: null, call: null, hold: null },
  };
}
