import { TemplateInvalid } from '../errors.js';
import { type Place, placesIn } from '../place.js';
import { MAX_DEPTH, type TemplateNode, type TextTemplate } from '../tree.js';
import { refuseLiquid } from './liquid.js';
import { parsePlaceholder } from './placeholder.js';
import { checkLength, type Notation, refuseOmit, splitText } from './split-text.js';

const NOTATION: Notation = {
  pattern: /\{\{((?:[^"{}\\]|\\(?!")|"(?:[^"\\]|\\.)*")*)\}\}/g,
  read: (match, place) => parsePlaceholder(match[1] ?? '', place),
  checkLiteral: refuseStrayBraces,
  decode: (text) => text,
};

/**
 * Parses a body of the waypost dialect: plain JSON whose strings may hold placeholders.
 * @throws TemplateInvalid
 */
export function parseBody(source: unknown): TemplateNode {
  const node = new TreeParser().parse(source, 1);
  if (node.kind === 'value') refuseOmit([node.placeholder]);
  return node;
}

/**
 * Parses text of the waypost and smartico dialects: a path, a query parameter, a body whose content type is text.
 * `omit` is allowed if `mayOmit` is set and the placeholder is the whole text. Errors name the line if the text has
 * several.
 * @throws TemplateInvalid
 */
export function parseText(source: string, mayOmit = false): TextTemplate {
  checkLength(source.length);
  const placeOf = source.includes('\n') ? placesIn(source) : () => null;
  refuseLiquid(source, placeOf);
  return splitText(source, NOTATION, mayOmit, placeOf);
}

/** Refuses braces that open or close no placeholder. @throws TemplateInvalid */
export function refuseStrayBraces(text: string, placeOf: (offset: number) => Place | null): void {
  const at = text.search(/\{\{|\}\}/);
  if (at < 0) return;
  const near = text.length > 80 ? `${text.slice(Math.max(0, at - 20), at + 40)}…` : text;
  throw new TemplateInvalid(
    `"${near}" has braces that open or close no placeholder: write {{event.amount}}`,
    placeOf(at),
  );
}

class TreeParser {
  #length = 0;

  parse(source: unknown, depth: number): TemplateNode {
    if (depth > MAX_DEPTH) throw new TemplateInvalid(`a template can nest at most ${MAX_DEPTH} levels: flatten it`);
    this.#grow(typeof source === 'string' ? source.length + 2 : 1);
    if (typeof source === 'string') return parseLeaf(source);
    if (source === null || typeof source === 'boolean') return { kind: 'literal', value: source };
    if (typeof source === 'number' && Number.isFinite(source)) return { kind: 'literal', value: source };
    if (Array.isArray(source)) return { kind: 'list', items: source.map((item) => this.parse(item, depth + 1)) };
    if (typeof source === 'object') {
      return { kind: 'object', entries: Object.entries(source).map(([key, value]) => this.#entry(key, value, depth)) };
    }
    throw new TemplateInvalid(`a template holds JSON only, not a ${typeof source}`);
  }

  #entry(key: string, value: unknown, depth: number): [string, TemplateNode] {
    if (key.includes('{{')) throw new TemplateInvalid(`the key "${key}" holds a placeholder: only values can`);
    this.#grow(key.length + 4);
    return [key, this.parse(value, depth + 1)];
  }

  /** Counted on the way, so that a tree that YAML's aliases multiply is refused and not walked. */
  #grow(by: number): void {
    this.#length += by;
    checkLength(this.#length);
  }
}

function parseLeaf(source: string): TemplateNode {
  const parts = parseText(source, true);
  const [only] = parts;
  if (parts.length > 1) return { kind: 'text', parts };
  return typeof only === 'object' ? { kind: 'value', placeholder: only } : { kind: 'literal', value: source };
}
