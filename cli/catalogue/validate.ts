import type { Catalogue } from '../../catalogue/catalogue.js';
import { takenAway } from '../../catalogue/in-use.js';
import { CatalogueInvalid, type Fault, faultLine } from '../../catalogue/load/faults.js';
import { readFolder } from '../../catalogue/load/folder.js';
import { loadCatalogue } from '../../catalogue/load/load.js';
import { placeFindings } from '../../catalogue/load/place-findings.js';
import type { Terminal } from '../terminal.js';
import { askInUse } from './ask-in-use.js';
import { checkOptions } from './check-live-options.js';
import { entries } from './entries.js';

/** The optional checks. */
export interface ValidateOptions {
  /** Ask every option list and compare chosen values with it. */
  readonly live?: boolean;
  /** Address of a running API, whose open runs must keep everything that they use. */
  readonly against?: string;
  /** A key for it. Default: `WAYPOST_KEY`. */
  readonly key?: string;
  /** Required if the key holds several brands. */
  readonly brand?: string;
}

/** Checks a catalogue and prints one line per fault. Returns true if it can run. */
export async function validate(folder: string, options: ValidateOptions, terminal: Terminal): Promise<boolean> {
  const { say, complain, environment } = terminal;
  const catalogue = loadOrComplain(folder, terminal);
  if (catalogue === null) return false;
  const { hash, brands } = catalogue;
  const found = [
    ...(options.live === true ? await liveFaults(folder, catalogue, terminal) : []),
    ...(options.against === undefined ? [] : await losses(catalogue, options.against, options, environment, say)),
  ];
  found.forEach(complain);
  if (found.length > 0) say(`${folder} has valid files, and ${counted(found)} in the checks against live systems`);
  else say(`${folder} is valid: ${brands.size === 1 ? '1 brand' : `${brands.size} brands`}, content hash ${hash}`);
  return found.length === 0;
}

function counted(faults: readonly unknown[]): string {
  return faults.length === 1 ? '1 fault' : `${faults.length} faults`;
}

function loadOrComplain(folder: string, { complain, environment }: Terminal): Catalogue | null {
  try {
    return loadCatalogue(folder, entries, environment);
  } catch (error) {
    if (!(error instanceof CatalogueInvalid)) throw error;
    complainOf(error.faults, complain);
    complain(`${folder} has ${counted(error.faults)}: correct them before it is deployed`);
    return null;
  }
}

function complainOf(faults: readonly Fault[], complain: Terminal['complain']): void {
  for (const fault of faults) complain(faultLine(fault));
}

async function liveFaults(folder: string, catalogue: Catalogue, { say, environment }: Terminal): Promise<string[]> {
  const { findings, asked, unasked } = await checkOptions(catalogue, entries, environment);
  for (const line of unasked) say(line);
  say(`${asked === 1 ? '1 option list' : `${asked} option lists`} asked`);
  return placeFindings(findings, readFolder(folder)).map(faultLine);
}

async function losses(
  catalogue: Catalogue,
  address: string,
  { key, brand }: ValidateOptions,
  environment: NodeJS.ProcessEnv,
  say: Terminal['say'],
): Promise<string[]> {
  const presented = key ?? environment['WAYPOST_KEY'];
  if (!presented) throw new Error('--against needs --key KEY, or the environment variable WAYPOST_KEY');
  const { brand: name, inUse } = await askInUse(address, presented, brand);
  const lost = takenAway(name, catalogue.brands.get(name), inUse);
  if (lost.length === 0) say(`${name}: the catalogue has everything that open runs at ${address} use`);
  return lost;
}
