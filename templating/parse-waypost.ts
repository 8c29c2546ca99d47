import { TemplateInvalid } from './errors.js';
import { parsePlaceholder } from './parse-placeholder.js';
import { MAX_DEPTH, type Placeholder, type TemplateNode, type TextTemplate } from './tree.js';

const PLACEHOLDER = /\{\{((?:[^"{}]|"(?:[^"\\]|\\.)*")*)\}\}/g;

/**
 * Parses a body of the waypost dialect: plain JSON whose strings may hold placeholders.
 * @throws TemplateInvalid
 */
export function parseBody(source: unknown): TemplateNode {
  const node = parseNode(source, 1);
  if (node.kind === 'value' && omits(node.placeholder)) throw misplacedOmit(node.placeholder);
  return node;
}

/**
 * Parses text of the waypost dialect: a path or a query parameter. `omit` is allowed where `mayOmit` says so and the
 * placeholder is all there is.
 * @throws TemplateInvalid
 */
export function parseText(source: string, mayOmit = false): TextTemplate {
  const parts: (string | Placeholder)[] = [];
  let end = 0;
  for (const match of source.matchAll(PLACEHOLDER)) {
    addLiteral(parts, source.slice(end, match.index), source);
    parts.push(parsePlaceholder(match[1] ?? ''));
    end = match.index + match[0].length;
  }
  addLiteral(parts, source.slice(end), source);
  const omitted = parts.find((part) => typeof part !== 'string' && omits(part));
  if (omitted !== undefined && typeof omitted !== 'string' && !(mayOmit && parts.length === 1)) {
    throw misplacedOmit(omitted);
  }
  return parts;
}

function parseNode(source: unknown, depth: number): TemplateNode {
  if (depth > MAX_DEPTH) throw new TemplateInvalid(`a template may nest ${MAX_DEPTH} levels, not more`);
  if (typeof source === 'string') return parseLeaf(source);
  if (source === null || typeof source === 'boolean') return { kind: 'literal', value: source };
  if (typeof source === 'number' && Number.isFinite(source)) return { kind: 'literal', value: source };
  if (Array.isArray(source)) return { kind: 'list', items: source.map((item) => parseNode(item, depth + 1)) };
  if (typeof source === 'object') {
    return { kind: 'object', entries: Object.entries(source).map(([key, value]) => parseEntry(key, value, depth)) };
  }
  throw new TemplateInvalid(`a template holds JSON only, not a ${typeof source}`);
}

function parseEntry(key: string, value: unknown, depth: number): [string, TemplateNode] {
  if (key.includes('{{')) throw new TemplateInvalid(`the key "${key}" holds a placeholder: only values may`);
  return [key, parseNode(value, depth + 1)];
}

function parseLeaf(source: string): TemplateNode {
  const parts = parseText(source, true);
  const [only] = parts;
  if (parts.length > 1) return { kind: 'text', parts };
  return typeof only === 'object' ? { kind: 'value', placeholder: only } : { kind: 'literal', value: source };
}

function addLiteral(parts: (string | Placeholder)[], text: string, source: string): void {
  if (text.includes('{{') || text.includes('}}')) {
    throw new TemplateInvalid(`"${source}" has braces that open or close no placeholder: write {{event.amount}}`);
  }
  if (text !== '') parts.push(text);
}

function omits(placeholder: Placeholder): boolean {
  return placeholder.filters.some((filter) => filter.name === 'omit');
}

function misplacedOmit(placeholder: Placeholder): TemplateInvalid {
  const where = 'use it where the placeholder is the whole value of a key, a list item or a query parameter';
  return new TemplateInvalid(`{{${placeholder.text}}}: omit has nothing to drop here: ${where}`);
}
