import type { BrandCatalogue } from '../../catalogue/brand/definition.js';

/**
 * For tests that are about something else than restraints: every action of a brand goes out without guards, limits and
 * hours, to an endpoint that honours the key where it could be asked.
 */
export function plainCalls(brand: BrandCatalogue): BrandCatalogue {
  const actions = [...brand.actions].map(([name, action]) => {
    const mode = action.mode === 'reconcile' ? 'idempotent' : action.mode;
    return [name, { ...action, mode, status: null, guards: [], limits: [], allowedHours: null }] as const;
  });
  return { ...brand, actions: new Map(actions) };
}
