import { parseBody, parseText } from '../templating/parse-waypost.js';
import { placeholdersIn, placeholdersOf } from '../templating/placeholders.js';
import type { Placeholder, TemplateNode, TextTemplate } from '../templating/tree.js';
import type { Action, Lookup } from './catalogue.js';

/** The parsed templates of an action or a lookup. */
export interface Templates {
  readonly path: TextTemplate;
  readonly query: readonly (readonly [string, TextTemplate])[];
  readonly body: TemplateNode | null;
}

const parsed = new WeakMap<object, Templates>();

/** The templates of a definition, parsed once. @throws TemplateInvalid */
export function templatesOf(definition: Action | Lookup): Templates {
  const known = parsed.get(definition);
  if (known !== undefined) return known;
  const body = 'body' in definition ? definition.body : null;
  const templates: Templates = {
    path: parseText(definition.path),
    query: Object.entries(definition.query).map(([name, text]) => [name, parseText(text, true)]),
    body: body === null ? null : parseBody(body),
  };
  parsed.set(definition, templates);
  return templates;
}

/** All placeholders of a definition. @throws TemplateInvalid */
export function allPlaceholders(definition: Action | Lookup): Placeholder[] {
  const { path, query, body } = templatesOf(definition);
  return [
    ...placeholdersIn(path),
    ...query.flatMap(([, text]) => placeholdersIn(text)),
    ...(body === null ? [] : placeholdersOf(body)),
  ];
}

/** The names of the lookups whose answers an action's templates need. @throws TemplateInvalid */
export function lookupsOf(action: Action): string[] {
  const names = allPlaceholders(action).flatMap(({ path }) => (path[0] === 'lookup' ? [path[1] ?? ''] : []));
  return [...new Set(names)];
}
