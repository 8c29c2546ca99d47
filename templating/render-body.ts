import { Digits } from './digits.js';
import { RenderRefused } from './errors.js';
import { OMITTED, resolve, resolveText } from './resolve.js';
import { MAX_DEPTH, MAX_OUTPUT_BYTES, type Scope, type TemplateNode } from './tree.js';

/**
 * Renders a body as JSON text. Values are put into the tree and never into text, so none can break the JSON; numbers
 * that came as digits and went through `number` leave unquoted, digit for digit.
 * @throws MissingValue, RenderRefused
 */
export function renderBody(template: TemplateNode, scope: Scope): string {
  const output = new Output();
  writeNode(output, template, scope, 1);
  return output.end();
}

class Output {
  #text = '';

  add(text: string): void {
    this.#text += text;
    if (this.#text.length > MAX_OUTPUT_BYTES) throw tooLarge();
  }

  end(): string {
    if (new TextEncoder().encode(this.#text).length > MAX_OUTPUT_BYTES) throw tooLarge();
    return this.#text;
  }
}

function tooLarge(): RenderRefused {
  return new RenderRefused(null, `the body is larger than ${MAX_OUTPUT_BYTES / 1024} kB`);
}

function writeNode(output: Output, node: TemplateNode, scope: Scope, depth: number): void {
  switch (node.kind) {
    case 'literal':
      return output.add(JSON.stringify(node.value));
    case 'value':
      return writeValue(output, resolve(node.placeholder, scope), depth, node.placeholder.text);
    case 'text':
      return output.add(JSON.stringify(node.parts.map((part) => textOf(part, scope)).join('')));
    case 'list':
      return writeList(
        output,
        node.items.filter((item) => !isOmitted(item, scope)),
        (item) => writeNode(output, item, scope, depth + 1),
      );
    case 'object':
      return writeObject(
        output,
        node.entries.filter(([, child]) => !isOmitted(child, scope)),
        (child) => writeNode(output, child, scope, depth + 1),
      );
  }
}

function textOf(part: string | Parameters<typeof resolveText>[0], scope: Scope): string {
  if (typeof part === 'string') return part;
  const text = resolveText(part, scope);
  return text === OMITTED ? '' : text;
}

function isOmitted(node: TemplateNode, scope: Scope): boolean {
  return node.kind === 'value' && resolve(node.placeholder, scope) === OMITTED;
}

function writeValue(output: Output, value: unknown, depth: number, name: string): void {
  if (depth > MAX_DEPTH) throw new RenderRefused(name, `is nested too deep: ${MAX_DEPTH} levels are allowed`);
  if (value instanceof Digits) return output.add(value.text);
  if (value === null || typeof value === 'string' || typeof value === 'boolean')
    return output.add(JSON.stringify(value));
  if (typeof value === 'number' && Number.isFinite(value)) return output.add(JSON.stringify(value));
  if (Array.isArray(value)) return writeList(output, value, (item) => writeValue(output, item, depth + 1, name));
  if (typeof value !== 'object') throw new RenderRefused(name, 'is no JSON');
  writeObject(output, Object.entries(value), (child) => writeValue(output, child, depth + 1, name));
}

function writeList<T>(output: Output, items: readonly T[], write: (item: T) => void): void {
  output.add('[');
  items.forEach((item, index) => {
    if (index > 0) output.add(',');
    write(item);
  });
  output.add(']');
}

function writeObject<T>(output: Output, entries: readonly (readonly [string, T])[], write: (child: T) => void): void {
  output.add('{');
  entries.forEach(([key, child], index) => {
    output.add(`${index > 0 ? ',' : ''}${JSON.stringify(key)}:`);
    write(child);
  });
  output.add('}');
}
