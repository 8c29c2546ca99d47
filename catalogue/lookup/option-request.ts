import type { JsonObject, JsonValue } from '../../workflows/contracts/json.js';
import type { BrandCatalogue } from '../brand/definition.js';
import type { Destination } from '../destination/definition.js';
import type { OptionList } from './definition.js';
import { type NoOptions, type Options, readOptions } from './read-options.js';
import { renderOptionList } from './render.js';

/** The request for an option list; or why it can't be asked. */
export type OptionRequest =
  | {
      readonly kind: 'ready';
      readonly destination: Destination;
      readonly path: string;
      readonly headers: Readonly<Record<string, string>>;
      /** Covers all that the answer depends on, so a changed catalogue never gets an old copy. Starts with brand and list. */
      readonly key: string;
    }
  | { readonly kind: 'refused'; readonly reason: string };

/** Renders the request for an option list, for everybody who asks one: the API, a call's check, the command line. */
export function optionRequest(brand: BrandCatalogue, list: OptionList, params: JsonObject): OptionRequest {
  const destination = brand.destinations.get(list.destination);
  if (destination === undefined) return { kind: 'refused', reason: `there is no destination ${list.destination}` };
  const rendered = renderOptionList(list, brand.brand, params);
  if (rendered.kind === 'refused') return rendered;
  const { path, headers } = rendered;
  const key = JSON.stringify([brand.brand, list.name, path, headers, list.items, list.text, list.value, destination]);
  return { kind: 'ready', destination, path, headers, key };
}

/** An answer of any status, or the reason why there is none. */
type Asked =
  | { readonly kind: 'answer'; readonly status: number; readonly body: JsonValue }
  | { readonly kind: 'unanswered' | 'held'; readonly reason: string };

/** Reads the options in what a destination answered. */
export function optionsIn(list: OptionList, asked: Asked): Options | NoOptions {
  if (asked.kind === 'answer') return readOptions(list, asked.body, asked.status);
  return { kind: 'fault', reason: asked.reason };
}
