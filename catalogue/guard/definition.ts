import type { JsonValue } from '../../workflows/contracts/json.js';

/** What a guard may do with an item of its lookup's answer that fits one of its matches. */
export const GUARD_TESTS = ['blockedWhen', 'passesWhen'] as const;

/** By path into an item of an answer, the values that it may have; all must hold. */
export type ItemMatch = Readonly<Record<string, readonly JsonValue[]>>;

/** What stands in a match for the channel of the action that asks. */
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
