import { RenderRefused } from '../templating/errors.js';
import { renderPath, renderQuery } from '../templating/render-url.js';
import type { LookUpRequest } from '../workflows/contracts/call.js';
import type { Lookup } from './catalogue.js';
import { checkFields } from './check-fields.js';
import { templatesOf } from './templates.js';

/** Where to ask a lookup, path and query below its destination's URL; or why it can't be asked. */
export type RenderedLookup =
  { readonly kind: 'ready'; readonly path: string } | { readonly kind: 'refused'; readonly reason: string };

/** Renders a lookup's address for a player. */
export function renderLookup(lookup: Lookup, request: LookUpRequest): RenderedLookup {
  const fault = checkFields(lookup.params, request.params, `the lookup ${lookup.name}`);
  if (fault !== null) return { kind: 'refused', reason: fault };
  const scope = { params: request.params, player: { id: request.playerId }, brand: { id: request.brand } };
  try {
    const templates = templatesOf(lookup);
    const query = renderQuery(templates.query, scope);
    return { kind: 'ready', path: renderPath(templates.path, scope) + (query === '' ? '' : `?${query}`) };
  } catch (error) {
    if (error instanceof RenderRefused) return { kind: 'refused', reason: error.message };
    throw error;
  }
}
