import type { z } from 'zod';
import type { Action } from '../../catalogue/action/definition.js';
import type { BrandCatalogue } from '../../catalogue/brand/definition.js';
import { howToAdd } from '../../catalogue/how-to-add.js';
import { campaign } from '../events/schemas.js';
import { jsonObject, opaqueId } from '../http/components.js';
import { Problem } from '../http/errors.js';
import { shorten } from '../http/problem.js';

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

/** What a call's templates are filled from, as a person gives it. */
export const contextShape = {
  playerId: opaqueId().default('player-1').describe('Whom the call is about'),
  fields: jsonObject().default({}).describe("The action's fields"),
  event: jsonObject().default({}).describe('What `{{event.x}}` stands for: the data of an event'),
  state: jsonObject().exactOptional().describe('What `{{state.x}}` stands for'),
  campaign: campaign.exactOptional(),
  lookup: jsonObject().default({}).describe('By name, what the lookups would answer; none is asked'),
};

/** What a call's templates are filled from. */
export type CallContext = z.output<z.ZodObject<typeof contextShape>>;
