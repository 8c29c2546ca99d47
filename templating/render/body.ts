import { Digits } from '../digits.js';
import { omits } from '../parse/split-text.js';
import { MAX_OUTPUT_BYTES, type Placeholder, type Scope, type TemplateNode, type TextTemplate } from '../tree.js';
import { OMITTED, resolve, resolveText } from './resolve.js';
import { checkBytes, checkSize, quote, writeValue } from './write-value.js';

/** Writes a part of a body; `null` where the template says `omit` and the value is missing. */
type Part = (scope: Scope) => string | null;

const LIMIT = MAX_OUTPUT_BYTES;
const compiled = new WeakMap<TemplateNode, readonly (string | Part)[]>();

/**
 * Renders a body as JSON text. Values are put into the tree and never into text, so none can break the JSON; numbers
 * that came as digits and went through `number` leave unquoted, digit for digit. What does not depend on values is
 * written once for each tree and kept as long as the tree.
 * @throws MissingValue, RenderRefused
 */
export function renderBody(template: TemplateNode, scope: Scope): string {
  let parts = compiled.get(template);
  if (parts === undefined) {
    parts = joined(compile(template, 1));
    compiled.set(template, parts);
  }
  return checkBytes(run(parts, scope) ?? '');
}

function run(parts: readonly (string | Part)[], scope: Scope): string | null {
  let text = '';
  for (let at = 0; at < parts.length; at += 1) {
    const part = parts[at] as string | Part;
    const piece = typeof part === 'string' ? part : part(scope);
    if (piece === null) return null;
    text += piece;
    if (text.length > LIMIT) checkSize(text);
  }
  return text;
}

function compile(node: TemplateNode, depth: number): (string | Part)[] {
  switch (node.kind) {
    case 'literal':
      return [node.value instanceof Digits ? node.value.text : JSON.stringify(node.value)];
    case 'value':
      return [valuePart(node.placeholder, depth)];
    case 'text':
      return [textPart(node.parts)];
    case 'list':
      return compileAll(node.items, '[', ']', (item) => compile(item, depth + 1));
    case 'object':
      return compileAll(node.entries, '{', '}', ([key, child]) => [`${quote(key)}:`, ...compile(child, depth + 1)]);
  }
}

function compileAll<T extends TemplateNode | readonly [string, TemplateNode]>(
  children: readonly T[],
  open: string,
  close: string,
  compileOne: (child: T) => (string | Part)[],
): (string | Part)[] {
  const all = children.map((child) => joined(compileOne(child)));
  const mayShrink = children.some((child) => mayBeOmitted('kind' in child ? child : child[1]));
  if (!mayShrink) {
    return [open, ...all.flatMap((parts, index) => (index > 0 ? [',', ...parts] : parts)), close];
  }
  const write: Part = (scope) => {
    const kept = all.map((parts) => run(parts, scope)).filter((text) => text !== null);
    return open + kept.join(',') + close;
  };
  return [write];
}

function valuePart(placeholder: Placeholder, depth: number): Part {
  return (scope) => {
    const value = resolve(placeholder, scope);
    return value === OMITTED ? null : writeValue(value, depth, placeholder.written);
  };
}

function textPart(parts: TextTemplate): Part {
  const [only] = parts;
  if (parts.length === 1 && typeof only === 'object') return quotedPart(only);
  return (scope) => {
    let text = '';
    for (const part of parts) {
      const piece = typeof part === 'string' ? part : resolveText(part, scope);
      if (piece === OMITTED) return null;
      text += piece;
      checkSize(text);
    }
    return quote(text);
  };
}

function quotedPart(placeholder: Placeholder): Part {
  return (scope) => {
    const text = resolveText(placeholder, scope);
    return text === OMITTED ? null : quote(text);
  };
}

function mayBeOmitted(node: TemplateNode): boolean {
  if (node.kind === 'value') return omits(node.placeholder);
  return node.kind === 'text' && node.parts.some((part) => typeof part !== 'string' && omits(part));
}

/** Puts what does not depend on values together. */
function joined(parts: readonly (string | Part)[]): (string | Part)[] {
  const together: (string | Part)[] = [];
  for (const part of parts) {
    const last = together.at(-1);
    if (typeof part === 'string' && typeof last === 'string') together[together.length - 1] = last + part;
    else together.push(part);
  }
  return together;
}
