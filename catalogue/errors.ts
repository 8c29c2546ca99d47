import { type Fault, faultLine } from './faults.js';

/** A catalogue that must not run, with every fault it has. */
export class CatalogueInvalid extends Error {
  override readonly name = 'CatalogueInvalid';
  constructor(readonly faults: readonly Fault[]) {
    const count = faults.length === 1 ? 'a fault' : `${faults.length} faults`;
    super(`the catalogue has ${count}:\n  ${faults.map(faultLine).join('\n  ')}`);
  }
}

/** Something is asked for that the catalogue in use does not have, or not yet: a deploy may bring it. */
export class NotInCatalogue extends Error {
  override readonly name = 'NotInCatalogue';
}
