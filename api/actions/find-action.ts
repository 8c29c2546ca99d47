import type { Action, BrandCatalogue } from '../../catalogue/catalogue.js';
import { howToAdd } from '../../catalogue/how-to-add.js';
import { Problem } from '../errors.js';
import { shorten } from '../schemas/problem.js';

/** An action by its name or its notification type; `null` for none. */
export function lookUpAction(brand: BrandCatalogue, name: string): Action | null {
  return brand.actions.get(name) ?? brand.actions.get(brand.notificationTypes.get(name) ?? '') ?? null;
}

/** An action by its name or its notification type. Throws a problem of 404. */
export function findAction(brand: BrandCatalogue, name: string): Action {
  const action = lookUpAction(brand, name);
  if (action) return action;
  const known = [...brand.actions.keys(), ...brand.notificationTypes.keys()];
  const hint = howToAdd(brand, 'actions', shorten(name, 64), known);
  throw new Problem('not-found', `${brand.brand} has no action or notification type of this name${hint}.`);
}
