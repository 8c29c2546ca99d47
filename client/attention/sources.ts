import type { Client } from '@temporalio/client';
import type { AttentionFilter, AttentionKind } from './attention.js';
import { failedRuns } from './failed-runs.js';
import { downDestinations, holdItems } from './hold-items.js';
import type { AskedPage, SourcePage } from './item.js';
import { parkedItems } from './parked-items.js';
import { pausedRuns } from './paused-runs.js';
import { stalledRuns } from './stalled-runs.js';
import { stuckRuns } from './stuck-runs.js';

/** A source of items. */
export interface Source {
  readonly kinds: readonly AttentionKind[];
  page(client: Client, asked: AskedPage): Promise<SourcePage>;
}

const SOURCES: readonly Source[] = [
  { kinds: ['hold'], page: holdItems },
  { kinds: ['destination-down'], page: downDestinations },
  { kinds: ['stuck-run'], page: stuckRuns },
  { kinds: ['stalled-run'], page: stalledRuns },
  { kinds: ['paused-run'], page: pausedRuns },
  { kinds: ['parked-call', 'run'], page: parkedItems },
  { kinds: ['failed-run'], page: failedRuns },
];

/** Returns the sources that can have items of a filter, in the order of a list. */
export function sourcesFor({ kind }: AttentionFilter): readonly Source[] {
  return SOURCES.filter(({ kinds }) => kind === undefined || kinds.includes(kind));
}
