import { createHash, createHmac } from 'node:crypto';
import type { JsonObject } from '../../workflows/contracts/json.js';
import { changeAt } from './change-at.js';
import type { EventDefinition } from './definition.js';

const EMAIL = /^[^@\s]+@(?=[^@\s]+$)[^@\s]+\.[^@\s]+$/u;
const HASHED = /^h_[0-9a-f]{32}$/;

/** Whether a player's id is an e-mail address. */
export function isEmail(playerId: string): boolean {
  return EMAIL.test(playerId);
}

/**
 * What a player is called where a brand hashes its players' ids: `h_` and the first 32 hex digits of SHA-256 over
 * `brand:playerId`, or with a key of HMAC-SHA-256. What is such a name already stays as it is, so that one may be copied
 * from an answer into a request.
 */
export function hashPlayerId(brand: string, playerId: string, key: string | null): string {
  if (HASHED.test(playerId)) return playerId;
  const hash = key === null ? createHash('sha256') : createHmac('sha256', key);
  return `h_${hash.update(`${brand}:${playerId}`, 'utf8').digest('hex').slice(0, 32)}`;
}

/**
 * An event's data with each id of another player changed: where its type says `{ $ref: '#/player' }`. `change` is told
 * the place, from the event's root.
 */
export function changePlayers(
  { players }: EventDefinition,
  data: JsonObject,
  change: (playerId: string, field: string) => string,
): JsonObject {
  return players.reduce<JsonObject>((before, path) => {
    const changed = changeAt(
      before,
      path.split('.'),
      (value, _beside, field) => (typeof value === 'string' ? change(value, field) : value),
      'data',
    );
    return changed as JsonObject;
  }, data);
}
