import { closest } from '../closest.js';
import { Digits } from '../digits.js';
import type { Place } from '../place.js';
import type { Filter, Placeholder, TemplateNode, TextTemplate } from '../tree.js';
import { type JsonType, type Shape, typeOf } from './shape.js';

/** Shapes of the roots that a template can use: `{ event: shapeOfSchema(…), fields: shapeOfObject({ … }) }`. */
export type KnownRoots = Readonly<Record<string, Shape>>;

/** A placeholder that can never be right. `message` begins with the placeholder as written. */
export interface PlaceholderFault {
  readonly placeholder: string;
  /** Place in the text; `null` if the template is a tree. */
  readonly place: Place | null;
  readonly message: string;
}

/** Target of a value: itself, or text. */
type Use = 'value' | 'text';

/** The types that each converting filter, and standing within text, can take. */
const TAKES: Readonly<Record<'string' | 'number' | 'boolean', readonly JsonType[]>> = {
  string: ['string', 'number', 'boolean'],
  number: ['string', 'number'],
  boolean: ['string', 'boolean'],
};

/**
 * Finds faults of a template before there are values: an unknown root or path, with "did you mean", and a type that
 * does not fit (an object in a string, a list as a number). Pure. Reports only certain faults: rendering finds values
 * that are missing or of the wrong type. An unknown property of an open object is a fault only if a known name is
 * close, because then it is mistyped. Takes a body's tree or a text (a path, a query parameter, a text body). With
 * `asForm`, the tree becomes a form, in which every value is text.
 */
export function checkPlaceholders(
  template: TemplateNode | TextTemplate,
  known: KnownRoots,
  { asForm }: { readonly asForm: boolean } = { asForm: false },
): PlaceholderFault[] {
  return [...usesOf(template, asForm ? 'text' : 'value')].flatMap(([placeholder, use]) => {
    const fault = faultOf(placeholder, use, known);
    if (fault === null) return [];
    const { written, place } = placeholder;
    return [{ placeholder: written, place, message: `${written} ${fault}` }];
  });
}

function* usesOf(template: TemplateNode | TextTemplate, whole: Use): Generator<[Placeholder, Use]> {
  if (!('kind' in template)) {
    for (const part of template) if (typeof part !== 'string') yield [part, 'text'];
  } else if (template.kind === 'value') yield [template.placeholder, whole];
  else if (template.kind === 'text') yield* usesOf(template.parts, whole);
  else if (template.kind === 'list') for (const item of template.items) yield* usesOf(item, whole);
  else if (template.kind === 'object') for (const [, child] of template.entries) yield* usesOf(child, whole);
}

function faultOf({ path, filters }: Placeholder, use: Use, known: KnownRoots): string | null {
  const [root = '', ...rest] = path;
  if (!Object.hasOwn(known, root)) return `begins with "${root}", which is unknown${meant(root, known)}`;
  let shape = known[root] as Shape;
  for (const [index, key] of rest.entries()) {
    const next = step(shape, key, path.slice(0, index + 1).join('.'));
    if (next === null) return null;
    if (typeof next === 'string') return next;
    shape = next;
  }
  return conflictOf(shape, filters, use);
}

/** The shape of a property, `null` if it is unknown, or the fault of asking for it. */
function step(shape: Shape, key: string, parent: string): Shape | string | null {
  if (Object.hasOwn(shape.properties, key)) return shape.properties[key] as Shape;
  if (shape.types.length === 0) return null;
  if (shape.types.includes('array') && /^(?:0|[1-9]\d*)$/.test(key)) return shape.items;
  if (shape.types.includes('object')) {
    if (shape.open && !isMistyped(key, shape)) return null;
    return `is unknown: ${parent} has no "${key}"${meant(key, shape.properties)}`;
  }
  if (shape.types.includes('array')) return `is unknown: ${parent} is a list: use a position, as in ${parent}.0`;
  return `is unknown: ${parent} is ${said(shape.types)} and has no "${key}"`;
}

/** `ip` beside `id` and `tier_2` beside `tier_1` may well be meant. */
function isMistyped(key: string, { properties }: Shape): boolean {
  const near = closest(key, Object.keys(properties));
  return near !== null && key.length > 3 && key.replace(/\d/g, '') !== near.replace(/\d/g, '');
}

function conflictOf(shape: Shape, filters: readonly Filter[], use: Use): string | null {
  let types = shape.types;
  const texts: readonly Filter[] = use === 'text' ? [{ name: 'string' }] : [];
  for (const filter of [...filters, ...texts]) {
    if (types.length === 0) return null;
    const present = types.filter((type) => type !== 'null');
    if (filter.name === 'omit' || filter.name === 'default') {
      const standIn: JsonType[] =
        filter.name === 'omit' ? [] : [filter.value instanceof Digits ? 'number' : typeOf(filter.value)];
      types = [...present, ...standIn];
      continue;
    }
    const name = filter.name === 'segments' ? 'string' : filter.name;
    const taken = TAKES[name];
    if (present.length === 0 ? use === 'text' : !present.some((type) => taken.includes(type))) {
      const properties = Object.keys(shape.properties);
      const hint = properties.length > 0 ? `: name one of its properties (${properties.join(', ')})` : '';
      const target = name === 'string' ? 'text' : `a ${name}`;
      return `is ${said(types)}, which can't become ${target}${hint}`;
    }
    types = [name, ...types.filter((type) => type === 'null')];
  }
  return null;
}

function meant(mistyped: string, names: Readonly<Record<string, unknown>>): string {
  const near = closest(mistyped, Object.keys(names));
  if (near !== null) return `: did you mean "${near}"?`;
  return Object.keys(names).length === 0 ? '' : `: use one of ${Object.keys(names).slice(0, 20).join(', ')}`;
}

function said(types: readonly JsonType[]): string {
  const named = types.map((type) => {
    if (type === 'null') return type;
    if (type === 'string') return 'text';
    return type === 'array' ? 'a list' : type === 'object' ? 'an object' : `a ${type}`;
  });
  return named.join(' or ');
}
