import { CatalogueInvalid } from '../catalogue/errors.js';
import { faultLine } from '../catalogue/faults.js';
import { loadCatalogue } from '../catalogue/load.js';
import { entries } from './entries.js';
import type { Terminal } from './program.js';

/** Checks a catalogue and tells what is wrong with it, a line a fault. Whether it may run. */
export function validate(folder: string, { say, complain, environment }: Terminal): boolean {
  try {
    const { hash, brands } = loadCatalogue(folder, entries, environment);
    say(`${folder} is valid: ${brands.size === 1 ? '1 brand' : `${brands.size} brands`}, content hash ${hash}`);
    return true;
  } catch (error) {
    if (!(error instanceof CatalogueInvalid)) throw error;
    for (const fault of error.faults) complain(faultLine(fault));
    const count = error.faults.length === 1 ? '1 fault' : `${error.faults.length} faults`;
    complain(`${folder} has ${count}: nothing of it may run`);
    return false;
  }
}
