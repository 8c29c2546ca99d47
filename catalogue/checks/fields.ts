import type { BrandCatalogue, Field } from '../catalogue.js';
import { fieldFault } from '../check-fields.js';
import type { Issue } from '../read/issues.js';
import { type Declared, referenceIssues } from './references.js';

/** What is wrong with declared fields or params; `at` is the key that they stand below. */
export function fieldIssues(
  brand: BrandCatalogue,
  fields: Readonly<Record<string, Field>>,
  at: 'fields' | 'params',
  declared: Declared,
): Issue[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const issues: Issue[] = [];
    if (field.type === 'select' && field.options === undefined) {
      issues.push({ path: [at, name], message: 'is a select without options: name an option list' });
    }
    if (field.type !== 'select' && field.options !== undefined) {
      issues.push({ path: [at, name, 'options'], message: `is for type: select only, and this is ${field.type}` });
    }
    if (field.options !== undefined && field.type === 'select') {
      issues.push(...referenceIssues(brand, declared, 'optionLists', field.options, [at, name, 'options']));
    }
    const fault = field.default === undefined ? null : fieldFault(field, field.default);
    if (fault !== null) issues.push({ path: [at, name, 'default'], message: `must be ${fault}` });
    return issues;
  });
}
