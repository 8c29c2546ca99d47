import type { JSONSchema } from 'json-schema-to-ts';

/** A type of event and the JSON Schema of its `data`. */
export interface EventDefinition {
  readonly type: string;
  readonly title: string;
  readonly data: JSONSchema;
  /** Where money stands in the data, and how it comes: `amount`, `items.*.price`. */
  readonly money: readonly MoneyPlace[];
  /** Where ids of other players stand in the data: hashed with the event's own where the brand hashes ids. */
  readonly players: readonly string[];
}

/** `minor`: the amount comes as a whole number of the currency's smallest unit, and is made decimal on the way in. */
export interface MoneyPlace {
  readonly path: string;
  readonly units: 'decimal' | 'minor';
}
