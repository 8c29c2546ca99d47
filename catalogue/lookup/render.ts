import { RenderRefused } from '../../templating/errors.js';
import { renderHeader } from '../../templating/render/header.js';
import { OMITTED } from '../../templating/render/resolve.js';
import { renderPath, renderQuery } from '../../templating/render/url.js';
import type { LookUpRequest } from '../../workflows/contracts/calls/call.js';
import type { JsonObject } from '../../workflows/contracts/json.js';
import { checkFields, withDefaults } from '../action/fields.js';
import { templatesOf } from '../action/templates.js';
import type { Lookup, OptionList } from './definition.js';

/** Path and query below the destination's URL, and headers; or the reason why the lookup can't be asked. */
export type RenderedLookup =
  | { readonly kind: 'ready'; readonly path: string; readonly headers: Readonly<Record<string, string>> }
  | { readonly kind: 'refused'; readonly reason: string };

/** Renders a lookup's request for a player. */
export function renderLookup(lookup: Lookup, { brand, playerId, params }: LookUpRequest): RenderedLookup {
  return render(lookup, `the lookup ${lookup.name}`, params, { player: { id: playerId }, brand: { id: brand } });
}

/** Renders an option list's request. */
export function renderOptionList(list: OptionList, brand: string, params: JsonObject): RenderedLookup {
  return render(list, `the option list ${list.name}`, params, { brand: { id: brand } });
}

function render(definition: Lookup | OptionList, what: string, given: JsonObject, about: JsonObject): RenderedLookup {
  const fault = checkFields(definition.params, given, what);
  if (fault !== null) return { kind: 'refused', reason: fault };
  const scope = { ...about, params: withDefaults(definition.params, given) };
  try {
    const templates = templatesOf(definition);
    const query = renderQuery(templates.query, scope);
    const headers = templates.headers.flatMap(([name, template]) => {
      const value = renderHeader(template, scope);
      return value === OMITTED ? [] : [[name, value] as const];
    });
    const path = renderPath(templates.path, scope) + (query === '' ? '' : `?${query}`);
    return { kind: 'ready', path, headers: Object.fromEntries(headers) };
  } catch (error) {
    if (error instanceof RenderRefused) return { kind: 'refused', reason: error.message };
    throw error;
  }
}
