import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { NAME } from '../../workflows/contracts/names.js';
import { didYouMean } from '../did-you-mean.js';
import { type Fault, type Section, SECTIONS } from './faults.js';
import { readYaml, wholeFault, type YamlFile } from './yaml-file.js';

/** The folder of what every brand has. */
export const SHARED = 'shared';

/** Sections that shared/ can hold. */
const SHARED_SECTIONS: readonly Section[] = ['events', 'actions', 'lookups', 'rules', 'sources'];

/** The files of one folder. */
export type SectionFiles = ReadonlyMap<Section, YamlFile>;

/** A catalogue's folder as it stands on the disk. */
export interface CatalogueFolder {
  readonly shared: SectionFiles;
  readonly brands: ReadonlyMap<string, SectionFiles>;
  readonly faults: readonly Fault[];
}

/** Reads all files of a catalogue's folder. Throws nothing: what can't be read is a fault. */
export function readFolder(folder: string): CatalogueFolder {
  const faults: Fault[] = [];
  const brands = new Map<string, SectionFiles>();
  let shared: SectionFiles = new Map();
  for (const name of namesIn(folder, '', faults)) {
    if (!isFolder(path.join(folder, name))) {
      if (isYaml(name)) faults.push(wholeFault(name, 'is outside the brand folders: move it into shared/ or a brand'));
    } else if (name === SHARED) {
      shared = readFiles(folder, name, SHARED_SECTIONS, faults);
    } else if (!NAME.test(name)) {
      faults.push(
        wholeFault(
          name,
          'is not a valid brand name: use lower case letters, digits and dashes, starting with a letter',
        ),
      );
    } else {
      const files = readFiles(folder, name, SECTIONS, faults);
      if (files.size === 0) faults.push(wholeFault(name, 'has no catalogue file: add brand.yaml'));
      brands.set(name, files);
    }
  }
  if (brands.size === 0 && faults.length === 0) {
    faults.push(wholeFault('', 'has no brand: create a folder with a brand.yaml'));
  }
  return { shared, brands, faults };
}

function readFiles(folder: string, name: string, sections: readonly Section[], faults: Fault[]): SectionFiles {
  const files = new Map<Section, YamlFile>();
  for (const file of namesIn(folder, name, faults).filter(isYaml)) {
    const place = `${name}/${file}`;
    const section = sections.find((one) => file === `${one}.yaml`);
    if (section === undefined) {
      const known = sections.map((one) => `${one}.yaml`);
      faults.push(
        wholeFault(place, `is not a file of ${name === SHARED ? 'shared/' : 'a brand'}${didYouMean(file, known)}`),
      );
      continue;
    }
    const read = readYaml(place, readText(path.join(folder, name, file), place, faults));
    files.set(section, read);
    faults.push(...read.faults);
  }
  return files;
}

function namesIn(folder: string, below: string, faults: Fault[]): string[] {
  try {
    return readdirSync(path.join(folder, below))
      .filter((name) => !name.startsWith('.'))
      .sort();
  } catch (error) {
    faults.push(
      wholeFault(
        below || folder,
        `can't be read (${reasonOf(error)}): set WAYPOST_CATALOGUE to the folder of the catalogue`,
      ),
    );
    return [];
  }
}

function readText(file: string, place: string, faults: Fault[]): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    faults.push(wholeFault(place, `can't be read (${reasonOf(error)}): check its permissions, and save it as UTF-8`));
    return '';
  }
}

function isFolder(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function isYaml(name: string): boolean {
  return /\.ya?ml$/i.test(name);
}

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
