import { defineSearchAttributeKey, type SearchAttributePair } from '@temporalio/common';
import {
  type AttributeValues,
  SEARCH_ATTRIBUTES,
  type SearchAttributeName,
} from '../../workflows/contracts/search-attributes.js';

/** Attributes as the client takes them; those without a value are left out. */
export function typedAttributes(values: Partial<AttributeValues>): SearchAttributePair[] {
  return (Object.keys(SEARCH_ATTRIBUTES) as SearchAttributeName[])
    .filter((name) => values[name] !== undefined && values[name] !== null)
    .map(
      (name) =>
        ({ key: defineSearchAttributeKey(name, SEARCH_ATTRIBUTES[name]), value: values[name] }) as SearchAttributePair,
    );
}
