import { placeholdersIn, placeholdersOf } from '../../templating/placeholders.js';
import type { Placeholder, TemplateNode, TextTemplate } from '../../templating/tree.js';
import type { Field } from '../catalogue.js';
import type { Requesting } from '../templates.js';
import type { PlaceholderIssue } from './templates.js';

/**
 * The placeholders of a template whose field or param a caller may leave out, and which say nothing for that case: such
 * a call is refused before it is sent.
 */
export function optionalFieldIssues(
  template: TemplateNode | TextTemplate,
  definition: Requesting,
  path: readonly (string | number)[],
): PlaceholderIssue[] {
  const found = 'kind' in template ? placeholdersOf(template) : placeholdersIn(template);
  return found.flatMap((placeholder) => {
    const field = fieldOf(placeholder, definition);
    if (field === undefined || field.required || field.default !== undefined || saysWhenMissing(placeholder)) return [];
    return [{ placeholder: placeholder.written, path, message: messageOf(placeholder, definition, path[0]) }];
  });
}

function fieldOf({ path: [root, name = ''] }: Placeholder, definition: Requesting): Field | undefined {
  const fields = 'fields' in definition ? definition.fields : definition.params;
  const named = root === ('fields' in definition ? 'fields' : 'params');
  return named && Object.hasOwn(fields, name) ? fields[name] : undefined;
}

function saysWhenMissing({ filters }: Placeholder): boolean {
  return filters.some(({ name }) => name === 'default' || name === 'omit');
}

function messageOf({ written, text, path, place }: Placeholder, definition: Requesting, part: unknown): string {
  const name = path[1] ?? '';
  const filters =
    'dialect' in definition && definition.dialect === 'fast-track'
      ? ''
      : part === 'path' || part === 'status'
        ? `, or write {{${text} | default: "…"}}`
        : `, or write {{${text} | omit}} to leave it out`;
  const line = place === null ? '' : ` (line ${place.line} of the body)`;
  return (
    `can refuse every call: ${written} is not given where a caller leaves the optional "${name}" out. ` +
    `Say required: true or default: … of "${name}"${filters}${line}`
  );
}
