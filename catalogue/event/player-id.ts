import { createHash, createHmac } from 'node:crypto';
import type { JsonObject } from '../../workflows/contracts/json.js';
import { changeAt } from './change-at.js';
import type { EventDefinition } from './definition.js';

const EMAIL = /^[^@\s]+@(?=[^@\s]+$)[^@\s]+\.[^@\s]+$/u;
const HASHED = /^h_[0-9a-f]{32}$/;

export function isEmail(playerId: string): boolean {
  return EMAIL.test(playerId);
}

/**
 * Hashes a player id: `h_` and the first 32 hex digits of SHA-256 over `brand:playerId`, or of HMAC-SHA-256 if there is
 * a key. Returns a hashed id unchanged, so that one can be copied from an answer into a request.
 */
export function hashPlayerId(brand: string, playerId: string, key: string | null): string {
  if (HASHED.test(playerId)) return playerId;
  const hash = key === null ? createHash('sha256') : createHmac('sha256', key);
  return `h_${hash.update(`${brand}:${playerId}`, 'utf8').digest('hex').slice(0, 32)}`;
}

/**
 * Changes the ids of other players in an event's data, at the places that its type marks with `{ $ref: '#/player' }`.
 * `change` gets the id and its place from the event's root.
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
