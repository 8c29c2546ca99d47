import type { JSONSchema } from 'json-schema-to-ts';

/** A type of event and the JSON Schema of its `data`. */
export interface EventDefinition {
  readonly type: string;
  readonly title: string;
  readonly data: JSONSchema;
  /** Places of money in the data, and their units: `amount`, `items.*.price`. */
  readonly money: readonly MoneyPlace[];
  /** Places of other players' ids in the data. They are hashed too if the brand hashes ids. */
  readonly players: readonly string[];
}

/** `minor`: the amount comes as a whole number of the currency's smallest unit, and is made decimal on the way in. */
export interface MoneyPlace {
  readonly path: string;
  readonly units: 'decimal' | 'minor';
}
