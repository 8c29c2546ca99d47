import { Digits } from '../digits.js';
import { RenderRefused } from '../errors.js';
import { MAX_DEPTH, MAX_OUTPUT_BYTES } from '../tree.js';

const SHORT = 64;

/** A string as JSON writes it; half characters (lone surrogates) are escaped, so that they arrive as they are. */
export function quote(text: string): string {
  if (text.length > SHORT) return JSON.stringify(text);
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 0x20 || unit === 0x22 || unit === 0x5c || unit >= 0xd800) return JSON.stringify(text);
  }
  return `"${text}"`; // several times as fast as JSON.stringify, and most values are like this
}

/**
 * A value as JSON writes it, at a depth of the output. `name` is the placeholder that errors name.
 * @throws RenderRefused for what is no JSON, too deep or too large
 */
export function writeValue(value: unknown, depth: number, name: string): string {
  if (typeof value === 'string') return quote(value);
  if ((typeof value === 'number' && Number.isFinite(value)) || typeof value === 'boolean') return String(value);
  if (value === null) return 'null';
  if (value instanceof Digits) return value.text;
  if (typeof value !== 'object') throw new RenderRefused(name, 'is not a JSON value');
  if (depth > MAX_DEPTH) throw new RenderRefused(name, `is nested too deeply: ${MAX_DEPTH} levels are the limit`);
  return Array.isArray(value) ? writeList(value, depth, name) : writeObject(value, depth, name);
}

/** The refusal of a body that is too large. */
export function tooLarge(): RenderRefused {
  return new RenderRefused(null, `the body is larger than ${MAX_OUTPUT_BYTES / 1024} kB`);
}

/** Refuses text that is certainly too large. Used while writing, so that a huge value is not written to its end. */
export function checkSize(text: string): void {
  if (text.length > MAX_OUTPUT_BYTES) throw tooLarge();
}

/** Refuses text that is larger than a body may be, counted in bytes. */
export function checkBytes(text: string): string {
  if (text.length * 3 <= MAX_OUTPUT_BYTES) return text;
  if (text.length > MAX_OUTPUT_BYTES || new TextEncoder().encode(text).length > MAX_OUTPUT_BYTES) throw tooLarge();
  return text;
}

function writeList(items: readonly unknown[], depth: number, name: string): string {
  let text = '[';
  for (const [index, item] of items.entries()) {
    text += (index > 0 ? ',' : '') + writeValue(item, depth + 1, name);
    checkSize(text);
  }
  return `${text}]`;
}

function writeObject(value: object, depth: number, name: string): string {
  let text = '';
  for (const [key, child] of Object.entries(value)) {
    text += `${text === '' ? '{' : ','}${quote(key)}:${writeValue(child, depth + 1, name)}`;
    checkSize(text);
  }
  return text === '' ? '{}' : `${text}}`;
}
