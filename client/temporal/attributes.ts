import { defineSearchAttributeKey, type SearchAttributePair, type TypedSearchAttributes } from '@temporalio/common';
import {
  type AttributeValues,
  SEARCH_ATTRIBUTES,
  type SearchAttributeName,
} from '../../workflows/contracts/search-attributes.js';

/** The names of all search attributes. */
export const ATTRIBUTE_NAMES = Object.keys(SEARCH_ATTRIBUTES) as readonly SearchAttributeName[];

/** Converts attributes to those that the client takes. Leaves out the ones without a value. */
export function typedAttributes(values: Partial<AttributeValues>): SearchAttributePair[] {
  return ATTRIBUTE_NAMES.filter((name) => values[name] !== undefined && values[name] !== null).map(
    (name) => ({ key: keyOf(name), value: values[name] }) as SearchAttributePair,
  );
}

/** Reads one attribute of a listed or described run; `null` where the run has none. */
export function readAttribute<Name extends SearchAttributeName>(attributes: TypedSearchAttributes, name: Name) {
  return attributes.get(keyOf(name)) ?? null;
}

/** The column of an attribute in a query. Without the quotes, SQL would read `Status` as a keyword. */
export function columnOf(name: SearchAttributeName): string {
  return `\`${name}\``;
}

function keyOf<Name extends SearchAttributeName>(name: Name) {
  return defineSearchAttributeKey(name, SEARCH_ATTRIBUTES[name]);
}
