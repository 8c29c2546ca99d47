import type { KnownRoots } from '../../templating/check-placeholders.js';
import type { BrandCatalogue, Lookup } from '../catalogue.js';
import type { OptionList } from '../definitions/option-list.js';
import type { Issue } from '../read/issues.js';
import { fieldIssues } from './fields.js';
import { schemaIssues } from './json-schema.js';
import type { Declared } from './references.js';
import { commonRoots, fieldsShape, requestIssues } from './templates.js';

/** What is wrong with a lookup. */
export function lookupIssues(brand: BrandCatalogue, lookup: Lookup, declared: Declared): Issue[] {
  const { player, brand: itsBrand } = commonRoots();
  const known = { player, brand: itsBrand, params: fieldsShape(lookup.params) };
  return [...askedIssues(brand, lookup, known, declared), ...schemaIssues(lookup.answer, ['answer'])];
}

/** What is wrong with an option list: people choose from it, so it knows no player. */
export function optionListIssues(brand: BrandCatalogue, list: OptionList, declared: Declared): Issue[] {
  return askedIssues(brand, list, { brand: commonRoots().brand, params: fieldsShape(list.params) }, declared);
}

function askedIssues(
  brand: BrandCatalogue,
  definition: Lookup | OptionList,
  known: KnownRoots,
  declared: Declared,
): Issue[] {
  return [
    ...requestIssues(brand, definition, known, declared),
    ...fieldIssues(brand, definition.params, 'params', declared),
  ];
}
