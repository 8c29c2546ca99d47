import { checkPlaceholders, type KnownRoots } from '../../templating/check/placeholders.js';
import { ANY, type Shape, shapeOfObject, shapeOfSchema, shapeOfType } from '../../templating/check/shape.js';
import { TemplateInvalid } from '../../templating/errors.js';
import { placeholdersIn, placeholdersOf } from '../../templating/placeholders.js';
import type { Placeholder, TemplateNode, TextTemplate } from '../../templating/tree.js';
import type { JsonValue } from '../../workflows/contracts/json.js';
import type { BrandCatalogue } from '../brand/definition.js';
import { clashIssues, openSecretIssues } from '../destination/check-auth.js';
import { isHeader } from '../destination/check.js';
import type { Issue } from '../load/issues.js';
import { type Declared, referenceIssues } from '../load/references.js';
import type { Lookup, OptionList } from '../lookup/definition.js';
import type { Action, Field } from './definition.js';
import { placedTemplates, type Requesting } from './templates.js';

/** Returns the faults of a definition's address, headers and templates. */
export function requestIssues(
  brand: BrandCatalogue,
  definition: Action | Lookup | OptionList,
  known: KnownRoots,
  declared: Declared,
): Issue[] {
  const { destination, path, headers } = definition;
  return [
    ...referenceIssues(brand, declared, 'destinations', destination, ['destination']),
    ...(isPath(path) ? [] : [{ path: ['path'], message: PATH_FAULT }]),
    ...Object.keys(headers)
      .filter((name) => !isHeader(name, ''))
      .map((name) => ({ path: ['headers', name], message: 'is not a header that can be sent: choose another name' })),
    ...openSecretIssues(
      headers,
      ['headers'],
      (name) => `move it to the headers of ${destination} as ${name}: { env: NAME }`,
    ),
    ...clashIssues(brand, definition),
    ...templateIssues(definition, known),
  ];
}

function templateIssues(definition: Requesting, known: KnownRoots): Issue[] {
  return placedTemplates(definition).flatMap(({ place, parse, asForm }): Issue[] => {
    try {
      const template = parse();
      const faulty = placeholderIssues(template, known, place, asForm);
      const issues = [...faulty, ...optionalFieldIssues(template, definition, place)];
      return issues.map((issue) => ({ ...issue, path: leafOf(definition, issue) }));
    } catch (error) {
      if (error instanceof TemplateInvalid)
        return [{ path: place, message: `is not a valid template: ${error.message}` }];
      throw error;
    }
  });
}

/** The leaf of a body's tree in which the placeholder of an issue stands. */
function leafOf(definition: Requesting, { path, placeholder }: PlaceholderIssue): readonly (string | number)[] {
  if (path[0] !== 'body' || !('body' in definition)) return path;
  return [...path, ...(pathTo(definition.body, placeholder) ?? [])];
}

function pathTo(value: JsonValue, placeholder: string): (string | number)[] | null {
  if (typeof value === 'string') return value.includes(placeholder) ? [] : null;
  if (typeof value !== 'object' || value === null) return null;
  const children = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  for (const [key, child] of children) {
    const below = pathTo(child, placeholder);
    if (below !== null) return [key, ...below];
  }
  return null;
}

/** A fault of a placeholder, and how that is written. */
interface PlaceholderIssue extends Issue {
  readonly placeholder: string;
}

/** Returns the faults of the placeholders in a template; `path` is the place of the template. */
export function placeholderIssues(
  template: TemplateNode | TextTemplate,
  known: KnownRoots,
  path: readonly (string | number)[],
  asForm = false,
): PlaceholderIssue[] {
  return checkPlaceholders(template, known, { asForm }).map(({ placeholder, message, place }) => ({
    placeholder,
    path,
    message: `can't be filled: ${message}${place === null ? '' : ` (line ${place.line} of the body)`}`,
  }));
}

/** Shapes of the roots that every template has. */
export function commonRoots(): Record<'player' | 'brand' | 'call', Shape> {
  return {
    player: shapeOfObject({ id: shapeOfType('string') }),
    brand: shapeOfObject({ id: shapeOfType('string') }),
    call: shapeOfObject({ key: shapeOfType('string') }),
  };
}

/** Shape of an event's campaign. */
export const CAMPAIGN = shapeOfObject({ id: shapeOfType('string'), name: shapeOfType('string') });

/** Returns the shape of a player's state. */
export function stateShape(brand: BrandCatalogue): Shape {
  const lookup = brand.playerState === null ? undefined : brand.lookups.get(brand.playerState);
  // State also comes with events, in a shape of the sender's: the lookup's says nothing against other names.
  return lookup === undefined ? ANY : { ...shapeOfSchema(lookup.answer), types: [] };
}

/** Returns the shape of declared fields or params. */
export function fieldsShape(fields: Readonly<Record<string, Field>>): Shape {
  return shapeOfObject(Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, SHAPES[field.type]])));
}

const MONEY = shapeOfObject({ amount: shapeOfType('string'), currency: shapeOfType('string') });

const SHAPES: Readonly<Record<Field['type'], Shape>> = {
  string: shapeOfType('string'),
  select: shapeOfType('string'),
  date: shapeOfType('string'),
  number: shapeOfType('number', 'string'),
  boolean: shapeOfType('boolean'),
  money: MONEY,
};
const PATH = /^\/[^\s?#\\]*$/;
const PLACEHOLDER = /\{\{[^{}]*\}\}|\{action_field:[^{}]*\}|#[\w.-]+#/g;

/** Returns true for a path template below a destination's URL. */
export function isPath(template: string): boolean {
  return PATH.test(template.replace(PLACEHOLDER, 'x'));
}

/** Fault of a template that is no such path. */
export const PATH_FAULT = 'must begin with / and have no space, ?, # or backslash: put parameters under query';

/**
 * The placeholders of a template whose field or param a caller may leave out, and which say nothing for that case: such
 * a call is refused before it is sent.
 */
function optionalFieldIssues(
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
    `can refuse every call: ${written} has no value if a caller leaves out the optional "${name}". ` +
    `Set required: true or default: … on "${name}"${filters}${line}`
  );
}
