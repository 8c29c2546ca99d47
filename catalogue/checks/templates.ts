import { checkPlaceholders, type KnownRoots } from '../../templating/check-placeholders.js';
import { TemplateInvalid } from '../../templating/errors.js';
import { ANY, type Shape, shapeOfObject, shapeOfSchema, shapeOfType } from '../../templating/shape.js';
import type { TemplateNode, TextTemplate } from '../../templating/tree.js';
import type { JsonValue } from '../../workflows/contracts/json.js';
import type { BrandCatalogue, Field } from '../catalogue.js';
import type { OptionList } from '../definitions/option-list.js';
import type { Action, Lookup } from '../catalogue.js';
import type { Issue } from '../read/issues.js';
import { placedTemplates, type Requesting } from '../templates.js';
import { clashIssues } from './auth.js';
import { isHeader } from './destination.js';
import { openSecretIssues } from './open-secrets.js';
import { optionalFieldIssues } from './optional-fields.js';
import { isPath, PATH_FAULT } from './path.js';
import { type Declared, referenceIssues } from './references.js';

/** What is wrong with where a request goes and what it carries. */
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
      .map((name) => ({ path: ['headers', name], message: "has a name that can't be sent" })),
    ...openSecretIssues(
      headers,
      ['headers'],
      (name) => `write ${name}: { env: NAME } among the headers of ${destination}`,
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
      if (error instanceof TemplateInvalid) return [{ path: place, message: `is no template: ${error.message}` }];
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
export interface PlaceholderIssue extends Issue {
  readonly placeholder: string;
}

/** What is wrong with the placeholders of a template that stands at a path. */
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

/** What is known of everything that any template may use. */
export function commonRoots(): Record<'player' | 'brand' | 'call', Shape> {
  return {
    player: shapeOfObject({ id: shapeOfType('string') }),
    brand: shapeOfObject({ id: shapeOfType('string') }),
    call: shapeOfObject({ key: shapeOfType('string') }),
  };
}

/** What is known of an event's campaign. */
export const CAMPAIGN = shapeOfObject({ id: shapeOfType('string'), name: shapeOfType('string') });

/** What is known of a player's state. */
export function stateShape(brand: BrandCatalogue): Shape {
  const lookup = brand.playerState === null ? undefined : brand.lookups.get(brand.playerState);
  // State also comes with events, in a shape of the sender's: the lookup's says nothing against other names.
  return lookup === undefined ? ANY : { ...shapeOfSchema(lookup.answer), types: [] };
}

/** What is known of fields or params. */
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
