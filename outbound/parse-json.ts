import { isSafeNumber, parse } from 'lossless-json';
import type { JsonValue } from '../workflows/contracts/json.js';

/** The deepest nesting that is read. */
const MAX_DEPTH = 64;

/** Text from outside that is no JSON, or JSON that is not let in. `path` (`data.items[2]`) is where; empty for the whole. */
export class JsonRefused extends Error {
  override readonly name = 'JsonRefused';
  constructor(
    readonly path: string,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Reads JSON from outside without losing a digit: a number that JavaScript can't hold exactly comes as its digits, a
 * string. Refuses nesting deeper than 64 levels, a `__proto__` key, and one key with two values.
 * @throws JsonRefused
 */
export function parseJson(text: string): JsonValue {
  checkDepth(text);
  const value = parseText(text);
  refuseProto(value, '');
  return value;
}

function parseText(text: string): JsonValue {
  try {
    return parse(text, null, (digits) => (isSafeNumber(digits) ? Number(digits) : digits)) as JsonValue;
  } catch (error) {
    throw new JsonRefused('', `not valid JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Counts brackets before anything recursive sees the text, so that deep nesting can't exhaust the stack. */
function checkDepth(text: string): void {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === '"') at = endOfString(text, at);
    else if (char === ']' || char === '}') depth -= 1;
    else if (char === '[' || char === '{') depth += 1;
    if (depth > MAX_DEPTH) throw new JsonRefused('', `nested deeper than ${MAX_DEPTH} levels at position ${at}`);
  }
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

function refuseProto(value: JsonValue, path: string): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    value.forEach((item, index) => refuseProto(item, `${path}[${index}]`));
    return;
  }
  for (const [key, child] of Object.entries(value)) {
    const at = path === '' ? key : `${path}.${key}`;
    if (key === '__proto__') throw new JsonRefused(at, `the key "__proto__" is not allowed (at ${at}): rename it`);
    refuseProto(child, at);
  }
}
