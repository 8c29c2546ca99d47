import type { Client } from '@temporalio/client';
import type { AttentionFilter, AttentionItem, AttentionKind } from './attention.js';
import { failedRuns } from './failed-runs.js';
import { downDestinations, holdItems } from './hold-items.js';
import type { AskedPage, SourcePage } from './item.js';
import { parkedItems } from './parked-items.js';
import { stuckRuns } from './stuck-runs.js';

/** Where things that need a person are found. */
export interface Source {
  readonly kinds: readonly AttentionKind[];
  page(client: Client, asked: AskedPage): Promise<SourcePage>;
}

const SOURCES: readonly Source[] = [
  { kinds: ['hold'], page: holdItems },
  { kinds: ['destination-down'], page: downDestinations },
  { kinds: ['stuck-run'], page: stuckRuns },
  { kinds: ['parked-call', 'run'], page: parkedItems },
  { kinds: ['failed-run'], page: failedRuns },
];

/** The sources that may have what a filter asks for, in the order of a list. */
export function sourcesFor({ kind }: AttentionFilter): readonly Source[] {
  return SOURCES.filter(({ kinds }) => kind === undefined || kinds.includes(kind));
}

/** Whether an item fits what visibility itself does not look for. */
export function fits(filter: AttentionFilter, item: AttentionItem): boolean {
  const { kind, destination, action, reason, playerId, journey } = filter;
  return (
    (kind === undefined || item.kind === kind) &&
    (destination === undefined || item.destination === destination) &&
    (action === undefined || item.action === action) &&
    (reason === undefined || item.reason.startsWith(reason)) &&
    (playerId === undefined || isAbout(item, playerId)) &&
    (journey === undefined || item.journey === journey)
  );
}

/** A call is about its run's player and the one it is for; anything else about all that the run's calls are for. */
function isAbout({ playerId, beneficiaries, call }: AttentionItem, player: string): boolean {
  const others = call === null || call.playerId === null ? beneficiaries : [call.playerId];
  return playerId === player || others.includes(player);
}
