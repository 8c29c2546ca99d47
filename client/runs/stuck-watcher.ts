import type { Client } from '@temporalio/client';
import type { Catalogue } from '../../catalogue/catalogue.js';
import { shortHash } from '../../workflows/contracts/calls/call-key.js';
import type { OwnEvents } from '../../workflows/contracts/ports.js';
import { NO_PLAYER, type OwnEvent } from '../../workflows/contracts/runs/own-events.js';
import type { AttentionItem } from '../attention/attention.js';
import { stuckRuns } from '../attention/stuck-runs.js';
import { announcedBy } from '../rules/plan-rules.js';

const LOOK_EACH = 60_000;
const PAGE = 100;

/** Log for failed searches for stuck runs. */
export interface StuckLog {
  warn(about: { readonly err: unknown; readonly brand: string }, message: string): void;
}

/**
 * Announces stuck runs to the rules of each brand, once a minute. Returns the function that stops it. Skips brands
 * without a rule on `waypost.run.stuck`. A repeated announcement fires no rule again.
 */
export function watchForStuckRuns(
  client: Client,
  catalogue: () => Catalogue,
  ownEvents: OwnEvents,
  log: StuckLog,
): () => void {
  const look = async () => {
    for (const brand of catalogue().brands.values()) {
      if (!announcedBy(brand).includes('waypost.run.stuck')) continue;
      await announceStuck(client, brand.brand, ownEvents).catch((error: unknown) => {
        log.warn({ err: error, brand: brand.brand }, 'could not look for stuck runs; retrying in 1 min');
      });
    }
  };
  const timer = setInterval(() => void look(), LOOK_EACH);
  return () => clearInterval(timer);
}

/** Announces each stuck run of a brand, among the newest 100. @throws TemporalUnavailable */
export async function announceStuck(client: Client, brand: string, ownEvents: OwnEvents): Promise<void> {
  const { items } = await stuckRuns(client, { filter: { brand }, token: null, limit: PAGE, detailed: true });
  for (const item of items) await ownEvents.announce(eventOf(brand, item));
}

function eventOf(brand: string, { id, run, journey, playerId, reason }: AttentionItem): OwnEvent {
  const type = 'waypost.run.stuck';
  return {
    brand,
    // The same for every announcement of a run.
    id: `waypost-${shortHash([type, id, run].join('\n'))}`,
    type,
    playerId: playerId ?? NO_PLAYER,
    occurredAt: new Date().toISOString(),
    data: { run: id ?? '', reason, ...(journey === null ? {} : { journey }) },
  };
}
