import type { KnownRoots } from '../../templating/check/placeholders.js';
import { commonRoots, fieldsShape, requestIssues } from '../action/check-templates.js';
import { fieldIssues } from '../action/fields.js';
import type { BrandCatalogue } from '../brand/definition.js';
import { schemaIssues } from '../json-schema.js';
import type { Issue } from '../load/issues.js';
import type { Declared } from '../load/references.js';
import type { Lookup, OptionList } from './definition.js';

export function lookupIssues(brand: BrandCatalogue, lookup: Lookup, declared: Declared): Issue[] {
  const { player, brand: itsBrand } = commonRoots();
  const known = { player, brand: itsBrand, params: fieldsShape(lookup.params) };
  return [...askedIssues(brand, lookup, known, declared), ...schemaIssues(lookup.answer, ['answer'])];
}

/** Faults of an option list. People choose from it, so it knows no player. */
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
