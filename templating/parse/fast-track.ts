import { closest } from '../closest.js';
import { TemplateInvalid } from '../errors.js';
import { type Place, placesIn } from '../place.js';
import type { Placeholder, TemplateNode, TextTemplate } from '../tree.js';
import { decodeString, type JsonNotation, parseJsonText } from './json-text.js';
import { refuseLiquid } from './liquid.js';
import { parsePath } from './placeholder.js';
import { checkLength, type Notation, splitText } from './split-text.js';

/** Settings of an action and its brand for Fast Track's placeholders. */
export interface FastTrackOptions {
  /** The brand's own names: `{ FirstName: 'state.first_name' }` makes `#FirstName#` mean that. */
  readonly aliases: Readonly<Record<string, string>>;
  /** True to send `["#UserId#"]` as the value alone instead of a list of one. */
  readonly unwrap: boolean;
}

const PLAYER = 'UserId';
const PLACEHOLDER = /#([A-Za-z_][\w.-]*)#|\{\s*action_field\s*:\s*([^\s{}"\\:]+)\s*\}/;
const LOOKALIKE = /\{\s*([A-Za-z_]\w*)\s*:[^{}"\\]*\}/;

/**
 * Parses a body of the fast-track dialect: JSON text with `{action_field:campaign_id}` (a field of the action),
 * `#UserId#` (the call's player) and `#Name#` (`state.Name`, or what the brand's aliases say). Quoted, a placeholder
 * gives a JSON string; unquoted, the value keeps its type. To send such characters as they are, write the first one
 * `\u007b` or `\u0023`. Source: Fast Track's page on callback actions; how values are escaped there is not documented.
 * @throws TemplateInvalid with line and column
 */
export function parseFastTrack(text: string, options: FastTrackOptions): TemplateNode {
  const tree = parseJsonText(text, notationOf(options.aliases));
  return options.unwrap ? unwrapped(tree) : tree;
}

/**
 * Parses text of the fast-track dialect: a body whose content type is text, a path, a query parameter.
 * @throws TemplateInvalid with line and column
 */
export function parseFastTrackText(text: string, { aliases }: Pick<FastTrackOptions, 'aliases'>): TextTemplate {
  checkLength(text.length);
  refuseLiquid(text, placesIn(text));
  const notation = { ...notationOf(aliases).inString, checkLiteral: refuseMistyped, decode: (part: string) => part };
  return splitText(text, notation, true, placesIn(text));
}

function notationOf(aliases: FastTrackOptions['aliases']): JsonNotation {
  const read: Notation['read'] = ([, name, field = ''], place) =>
    name === undefined
      ? placeholder(`fields.${field}`, `{action_field:${field}}`, place)
      : placeholder(pathOf(name, aliases, place), `#${name}#`, place);
  return {
    inString: { pattern: new RegExp(PLACEHOLDER, 'g'), read, checkLiteral: refuseLookalikes, decode: decodeString },
    unquoted: { pattern: new RegExp(PLACEHOLDER, 'y'), read },
    example: '{action_field:amount} or "#UserId#"',
  };
}

function placeholder(text: string, written: string, place: Place | null): Placeholder {
  return { text, written, place, path: parsePath(text, written, place), filters: [] };
}

function pathOf(name: string, aliases: FastTrackOptions['aliases'], place: Place | null): string {
  if (name === PLAYER) return 'player.id';
  if (Object.hasOwn(aliases, name)) return aliases[name] ?? '';
  const meant = [PLAYER, ...Object.keys(aliases)].find((known) => known.toLowerCase() === name.toLowerCase());
  if (meant !== undefined) throw new TemplateInvalid(`#${name}# is unknown: did you mean "#${meant}#"?`, place);
  return `state.${name}`;
}

/** Text has no escapes, so this refuses only what is certainly mistyped. */
function refuseMistyped(text: string, placeOf: (offset: number) => Place | null): void {
  for (const { 0: found, 1: word = '', index } of text.matchAll(new RegExp(LOOKALIKE, 'g'))) {
    if (closest(word, ['action_field']) !== null) {
      throw new TemplateInvalid(`${found} is unknown: did you mean "{action_field:…}"?`, placeOf(index));
    }
  }
}

function refuseLookalikes(text: string, placeOf: (offset: number) => Place | null): void {
  refuseMistyped(text, placeOf);
  const match = LOOKALIKE.exec(text) ?? /\{\{/.exec(text);
  if (match === null) return;
  const fix = 'write {action_field:amount} or #UserId#, choose another dialect, or write \\u007b for a brace to send';
  throw new TemplateInvalid(`${match[0]} is unknown in the fast-track dialect: ${fix}`, placeOf(match.index));
}

/** Replaces each list that holds only one whole `#Name#` by its item. */
function unwrapped(node: TemplateNode): TemplateNode {
  if (node.kind === 'object') {
    return { kind: 'object', entries: node.entries.map(([key, child]) => [key, unwrapped(child)]) };
  }
  if (node.kind !== 'list') return node;
  const [only, ...rest] = node.items;
  return only !== undefined && rest.length === 0 && isNamed(only)
    ? only
    : { kind: 'list', items: node.items.map(unwrapped) };
}

function isNamed(node: TemplateNode): boolean {
  if (node.kind === 'value') return node.placeholder.written.startsWith('#');
  const [only, ...rest] = node.kind === 'text' ? node.parts : [];
  return typeof only === 'object' && rest.length === 0 && only.written.startsWith('#');
}
