import type { ParkedFilter } from '../../workflows/contracts/keepers/bulk.js';
import type { AttentionFilter, AttentionItem } from './attention.js';

/** A filter of a list, or of an order about parked calls. */
export type ItemFilter = AttentionFilter & Pick<ParkedFilter, 'since' | 'until'>;

/** Returns true if an item fits a filter. Lists and orders by filter share it, so an order means what the list shows. */
export function fits(filter: ItemFilter, item: AttentionItem): boolean {
  const { kind, destination, action, reason, playerId, journey, since, until } = filter;
  return (
    (kind === undefined || item.kind === kind) &&
    (destination === undefined || item.destination === destination) &&
    (action === undefined || item.action === action) &&
    (reason === undefined || item.reason.startsWith(reason)) &&
    (playerId === undefined || isAbout(item, playerId)) &&
    (journey === undefined || item.journey === journey) &&
    (since === undefined || (item.since !== null && item.since >= since)) &&
    (until === undefined || (item.since !== null && item.since < until))
  );
}

/** A parked call concerns the run's player and its own player. Other items concern all players of the run's calls. */
function isAbout({ playerId, beneficiaries, call }: AttentionItem, player: string): boolean {
  const others = call === null || call.playerId === null ? beneficiaries : [call.playerId];
  return playerId === player || others.includes(player);
}
