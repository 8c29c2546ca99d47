import type { Action } from './action/definition.js';
import type { BrandCatalogue } from './brand/definition.js';
import type { Catalogue } from './catalogue.js';
import type { Destination } from './destination/definition.js';
import type { Guard } from './guard/definition.js';
import type { Lookup } from './lookup/definition.js';
import type { Rule } from './rule/definition.js';

/** Something is asked for that the catalogue in use does not have, or not yet: a deploy may bring it. */
export class NotInCatalogue extends Error {
  override readonly name = 'NotInCatalogue';
}

/** A brand of the catalogue. @throws NotInCatalogue */
export function findBrand(catalogue: Catalogue, brand: string): BrandCatalogue {
  return found(catalogue.brands.get(brand), `the brand "${brand}" is`, catalogue);
}

/** An action of a brand, by its name or its notification type. @throws NotInCatalogue */
export function findAction(catalogue: Catalogue, brand: string, action: string): Action {
  const { actions, notificationTypes } = findBrand(catalogue, brand);
  return found(actions.get(notificationTypes.get(action) ?? action), `${brand}'s action "${action}" is`, catalogue);
}

/** A lookup of a brand. @throws NotInCatalogue */
export function findLookup(catalogue: Catalogue, brand: string, lookup: string): Lookup {
  return found(findBrand(catalogue, brand).lookups.get(lookup), `${brand}'s lookup "${lookup}" is`, catalogue);
}

/** A guard of a brand. @throws NotInCatalogue */
export function findGuard(catalogue: Catalogue, brand: string, guard: string): Guard {
  return found(findBrand(catalogue, brand).guards.get(guard), `${brand}'s guard "${guard}" is`, catalogue);
}

/** A destination of a brand. @throws NotInCatalogue */
export function findDestination(catalogue: Catalogue, brand: string, name: string): Destination {
  return found(findBrand(catalogue, brand).destinations.get(name), `${brand}'s destination "${name}" is`, catalogue);
}

/** A rule of a brand. @throws NotInCatalogue */
export function findRule(catalogue: Catalogue, brand: string, rule: string): Rule {
  return found(findBrand(catalogue, brand).rules.get(rule), `${brand}'s rule "${rule}" is`, catalogue);
}

function found<T>(definition: T | undefined, what: string, catalogue: Catalogue): T {
  if (definition === undefined) throw new NotInCatalogue(`${what} not in the catalogue (${catalogue.hash}): add it`);
  return definition;
}
