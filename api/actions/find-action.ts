import type { z } from 'zod';
import type { Action } from '../../catalogue/action/definition.js';
import type { BrandCatalogue } from '../../catalogue/brand/definition.js';
import { howToAdd } from '../../catalogue/how-to-add.js';
import { campaign } from '../events/schemas.js';
import { jsonObject, opaqueId } from '../http/components.js';
import { Problem } from '../http/errors.js';
import { shorten } from '../http/problem.js';

/** Finds an action by its name or notification type; `null` if there is none. */
export function lookUpAction(brand: BrandCatalogue, name: string): Action | null {
  return brand.actions.get(name) ?? brand.actions.get(brand.notificationTypes.get(name) ?? '') ?? null;
}

/** Finds an action by its name or notification type. Throws a 404 problem if there is none. */
export function findAction(brand: BrandCatalogue, name: string): Action {
  const action = lookUpAction(brand, name);
  if (action) return action;
  const known = [...brand.actions.keys(), ...brand.notificationTypes.keys()];
  const hint = howToAdd(brand, 'actions', shorten(name, 64), known);
  throw new Problem('not-found', `${brand.brand} has no action or notification type with this name${hint}.`);
}

/** The values for a call's templates, as a person gives them. */
export const contextShape = {
  playerId: opaqueId().default('player-1').describe('The player of the call'),
  fields: jsonObject().default({}).describe("The action's fields"),
  event: jsonObject().default({}).describe('Values of `{{event.x}}`: the data of an event'),
  state: jsonObject().exactOptional().describe('Values of `{{state.x}}`'),
  campaign: campaign.exactOptional(),
  lookup: jsonObject().default({}).describe('Answers of lookups by name. No lookup is asked'),
};

/** The values for a call's templates. */
export type CallContext = z.output<z.ZodObject<typeof contextShape>>;
