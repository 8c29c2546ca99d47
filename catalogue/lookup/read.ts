import type { z } from 'zod';
import { lowerCase, toFields } from '../action/read.js';
import { expandSchema } from '../event/money-schema.js';
import { titleOf } from '../load/issues.js';
import type { Lookup, OptionList } from './definition.js';
import type { lookupSchema, optionListSchema } from './schema.js';

/** A lookup. */
export function toLookup(name: string, { kind: _, ...written }: z.output<typeof lookupSchema>): Lookup {
  return {
    ...written,
    name,
    title: written.title ?? titleOf(name),
    headers: lowerCase(written.headers),
    params: toFields(written.params),
    answer: expandSchema(written.answer).schema,
  };
}

/** An option list. */
export function toOptionList(name: string, { kind: _, ...written }: z.output<typeof optionListSchema>): OptionList {
  const { title, headers, params } = written;
  return { ...written, name, title: title ?? titleOf(name), headers: lowerCase(headers), params: toFields(params) };
}
