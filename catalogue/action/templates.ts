import { TemplateInvalid } from '../../templating/errors.js';
import { parseFastTrack, parseFastTrackText } from '../../templating/parse/fast-track.js';
import { parseSmartico } from '../../templating/parse/smartico.js';
import { refuseSegments } from '../../templating/parse/split-text.js';
import { parseBody, parseText } from '../../templating/parse/waypost.js';
import { placeholdersIn, placeholdersOf } from '../../templating/placeholders.js';
import { checkForm } from '../../templating/render/form.js';
import type { Placeholder, TemplateNode, TextTemplate } from '../../templating/tree.js';
import type { BrandCatalogue } from '../brand/definition.js';
import type { Lookup, OptionList } from '../lookup/definition.js';
import type { Action, StatusLookup } from './definition.js';

/** Definitions that make requests. */
export type Requesting = Action | Lookup | OptionList;

/** The parsed templates of a definition; headers by their names in lower case. */
export interface Templates {
  readonly path: TextTemplate;
  readonly query: readonly (readonly [string, TextTemplate])[];
  readonly headers: readonly (readonly [string, TextTemplate])[];
  readonly body: TemplateNode | TextTemplate | null;
  /** Of the status lookup of an action; `null` for none. */
  readonly status: Pick<Templates, 'path' | 'query'> | null;
}

/** A template and its place in the definition: `path`, `query.user_id`, `body`. */
export interface PlacedTemplate {
  readonly place: readonly string[];
  /** True if every value becomes text, as in a form. */
  readonly asForm: boolean;
  /** @throws TemplateInvalid */
  readonly parse: () => TemplateNode | TextTemplate;
}

const parsed = new WeakMap<object, Templates>();

/** The templates of a definition, parsed once. @throws TemplateInvalid */
export function templatesOf(definition: Requesting): Templates {
  const known = parsed.get(definition);
  if (known !== undefined) return known;
  const text = textParser(definition);
  const named = (templates: Readonly<Record<string, string>>): [string, TextTemplate][] =>
    Object.entries(templates).map(([name, template]) => [name, text(template, 'value')]);
  const status = statusOf(definition);
  const templates: Templates = {
    path: text(definition.path, 'path'),
    query: named(definition.query),
    headers: named(definition.headers),
    body: 'body' in definition && definition.body !== null ? bodyOf(definition) : null,
    status: status === null ? null : { path: text(status.path, 'path'), query: named(status.query) },
  };
  parsed.set(definition, templates);
  return templates;
}

/** The templates of a definition one by one, so that a fault of one does not hide those of the others. */
export function placedTemplates(definition: Requesting): PlacedTemplate[] {
  const text = textParser(definition);
  const path = (place: readonly string[], template: string): PlacedTemplate => {
    return { place, asForm: false, parse: () => text(template, 'path') };
  };
  const named = (place: readonly string[], templates: Readonly<Record<string, string>>): PlacedTemplate[] =>
    Object.entries(templates).map(([name, template]) => ({
      place: [...place, name],
      asForm: false,
      parse: () => text(template, 'value'),
    }));
  const body: PlacedTemplate[] =
    'body' in definition && definition.body !== null
      ? [{ place: ['body'], asForm: definition.contentType === 'form', parse: () => bodyOf(definition) }]
      : [];
  const { query, headers } = definition;
  const status = statusOf(definition);
  return [
    path(['path'], definition.path),
    ...named(['query'], query),
    ...named(['headers'], headers),
    ...body,
    ...(status === null ? [] : [path(['status', 'path'], status.path), ...named(['status', 'query'], status.query)]),
  ];
}

/** All placeholders of a definition. @throws TemplateInvalid */
export function allPlaceholders(definition: Requesting): Placeholder[] {
  const { path, query, headers, body, status } = templatesOf(definition);
  const inBody = body === null ? [] : 'kind' in body ? placeholdersOf(body) : placeholdersIn(body);
  const named = [...query, ...headers, ...(status?.query ?? [])].map(([, text]) => text);
  return [...[path, ...named, ...(status === null ? [] : [status.path])].flatMap(placeholdersIn), ...inBody];
}

/** The names of the lookups whose answers an action's templates need. @throws TemplateInvalid */
export function lookupsOf(action: Action): string[] {
  const names = allPlaceholders(action).flatMap(({ path }) => (path[0] === 'lookup' ? [path[1] ?? ''] : []));
  return [...new Set(names)];
}

/** The lookups to ask before it is known at which hours a call may leave. */
export function lookupsForHours(brand: BrandCatalogue, { allowedHours }: Action, hasState: boolean): string[] {
  const asks = !hasState && allowedHours?.timeZone?.startsWith('state.');
  return asks && brand.playerState !== null ? [brand.playerState] : [];
}

/**
 * The lookups to ask before a call is rendered: those its templates name, and the brand's `playerState` where they use
 * `state` and none that is fresh came with the event.
 * @throws TemplateInvalid
 */
export function lookupsBefore(brand: BrandCatalogue, action: Action, hasState: boolean): string[] {
  const asks = !hasState && allPlaceholders(action).some(({ path: [root] }) => root === 'state');
  return [...new Set([...lookupsOf(action), ...(asks && brand.playerState !== null ? [brand.playerState] : [])])];
}

function statusOf(definition: Requesting): StatusLookup | null {
  return 'status' in definition ? definition.status : null;
}

/** Parses a path, or what is none; a path can't say `omit`, and nothing else `segments`. */
function textParser(definition: Requesting): (template: string, of: 'path' | 'value' | 'text') => TextTemplate {
  return (template, of) => {
    const parsedText =
      'dialect' in definition && definition.dialect === 'fast-track'
        ? parseFastTrackText(template, { aliases: definition.aliases })
        : parseText(template, of === 'value');
    if (of !== 'path') refuseSegments(placeholdersIn(parsedText));
    return parsedText;
  };
}

function bodyOf(action: Action): TemplateNode | TextTemplate {
  if (action.contentType === 'text') return textParser(action)(textOf(action), 'text');
  const tree = treeOf(action);
  refuseSegments(placeholdersOf(tree));
  if (action.contentType === 'form') checkForm(tree);
  return tree;
}

function treeOf(action: Action): TemplateNode {
  switch (action.dialect) {
    case 'waypost':
      return parseBody(action.body);
    case 'smartico':
      return parseSmartico(textOf(action));
    case 'fast-track':
      return parseFastTrack(textOf(action), { aliases: action.aliases, unwrap: action.unwrap });
  }
}

function textOf({ body, dialect, contentType }: Action): string {
  if (typeof body === 'string') return body;
  const why = contentType === 'text' ? 'contentType is text' : `the dialect is ${dialect}`;
  throw new TemplateInvalid(`the body must be text, since ${why}: begin it with |`);
}
