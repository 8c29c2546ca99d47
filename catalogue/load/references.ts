import type { BrandCatalogue } from '../brand/definition.js';
import { howToAdd } from '../how-to-add.js';
import type { Section } from './faults.js';
import type { Issue } from './issues.js';

/** True if a brand declares the name, even with a faulty definition: a reference to one of those is no fault. */
export type Declared = (brand: string, section: Section, name: string) => boolean;

/** The kinds of definition that others refer to. */
const KINDS = {
  events: { called: 'an event', section: 'events' },
  destinations: { called: 'a destination', section: 'destinations' },
  actions: { called: 'an action', section: 'actions' },
  lookups: { called: 'a lookup', section: 'lookups' },
  optionLists: { called: 'an option list', section: 'lookups' },
} as const;

/** The fault of a reference that leads nowhere; none where it does not. */
export function referenceIssues(
  brand: BrandCatalogue,
  declared: Declared,
  kind: keyof typeof KINDS,
  name: string,
  path: readonly (string | number)[],
): Issue[] {
  const { called, section } = KINDS[kind];
  if (brand[kind].has(name)) return [];
  // An option list is no lookup, and the other way round: there the name alone does not suffice.
  const other = kind === 'lookups' ? brand.optionLists.has(name) : kind === 'optionLists' && brand.lookups.has(name);
  if (other)
    return [
      {
        path,
        message: `"${name}" is ${kind === 'lookups' ? 'an option list, not a lookup' : 'a lookup, not an option list: add kind: options to it'}`,
      },
    ];
  if (declared(brand.brand, section, name)) return [];
  return [
    {
      path,
      message: `"${name}" is not ${called} of ${brand.brand}${howToAdd(brand, section, name, [...brand[kind].keys()])}`,
    },
  ];
}

/** Declared is what a brand has: for brands that were not read from files. */
export function declaredIn(brands: readonly BrandCatalogue[]): Declared {
  return (name, section, definition) =>
    brands.some((brand) => {
      if (brand.brand !== name || section === 'brand') return false;
      if (section === 'lookups') return brand.lookups.has(definition) || brand.optionLists.has(definition);
      return brand[section].has(definition);
    });
}
