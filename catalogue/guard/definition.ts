import type { JsonValue } from '../../workflows/contracts/json.js';

/** Effects of an item that matches. */
export const GUARD_TESTS = ['blockedWhen', 'passesWhen'] as const;

/** By path into an item of an answer, the values that it may have; all must hold. */
export type ItemMatch = Readonly<Record<string, readonly JsonValue[]>>;

/** Placeholder in a match for the action's channel. */
export const CHANNEL = '{{channel}}';

/**
 * A question about a player that must be answered well before a call to him is sent. An answer that is a list is looked
 * at item by item; any other is one item.
 */
export interface Guard {
  readonly name: string;
  readonly title: string;
  /** The lookup that is asked; it knows the player alone. */
  readonly lookup: string;
  /** `blockedWhen`: an item that fits blocks. `passesWhen`: without an item that fits, it is blocked. */
  readonly test: (typeof GUARD_TESTS)[number];
  /** Any of them suffices. */
  readonly matches: readonly ItemMatch[];
}
