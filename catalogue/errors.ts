/** A catalogue that must not run. `faults` are sentences, each naming the brand and the definition it is about. */
export class CatalogueInvalid extends Error {
  override readonly name = 'CatalogueInvalid';
  constructor(readonly faults: readonly string[]) {
    super(
      `the catalogue has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n  ${faults.join('\n  ')}`,
    );
  }
}

/** Something is asked for that the catalogue in use does not have, or not yet: a deploy may bring it. */
export class NotInCatalogue extends Error {
  override readonly name = 'NotInCatalogue';
}
