/** A catalogue that must not run, with every fault it has. */
export class CatalogueInvalid extends Error {
  override readonly name = 'CatalogueInvalid';
  constructor(readonly faults: readonly Fault[]) {
    const count = faults.length === 1 ? 'a fault' : `${faults.length} faults`;
    super(`the catalogue has ${count}:\n  ${faults.map(faultLine).join('\n  ')}`);
  }
}
/** The files of a brand's folder, by what they define; `brand` defines the brand itself. */
export const SECTIONS = [
  'brand',
  'destinations',
  'events',
  'actions',
  'lookups',
  'journeys',
  'rules',
  'sources',
] as const;

export type Section = (typeof SECTIONS)[number];

/**
 * A fault before its file and line are known. `path` leads from the section to it; `message` is the rest of a sentence.
 */
export interface UnplacedFault {
  readonly brand: string;
  readonly section: Section;
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** A fault as people read it. */
export interface Fault {
  /** Path below the catalogue's folder; `null` if the fault is in no file. */
  readonly file: string | null;
  /** Counted from 1; `null` for a file as a whole. */
  readonly line: number | null;
  readonly column: number | null;
  /** Name of the faulty part: `cancel-bonus.fields.amount.type`; empty for the whole. */
  readonly field: string;
  /** The fault and the fix: the rest of a sentence that begins with the field. */
  readonly message: string;
  /** The brands that it concerns. */
  readonly brands: readonly string[];
}

/** A fault in one line: `shared/actions.yaml:12:5: cancel-bonus.mode must be one of … (lucky, royal)`. */
export function faultLine({ file, line, column, field, message, brands }: Fault): string {
  const place = [file, line, column].filter((part) => part !== null).join(':');
  const concerned = brands.length > 0 && !brands.some((brand) => file?.startsWith(`${brand}/`));
  return `${place === '' ? '' : `${place}: `}${field === '' ? '' : `${field} `}${message}${concerned ? ` (${brands.join(', ')})` : ''}`;
}

/** A path as people read it: `do[0].fields.amount`. */
export function fieldName(path: readonly (string | number)[]): string {
  return path.map((key, at) => (typeof key === 'number' ? `[${key}]` : at === 0 ? key : `.${key}`)).join('');
}
