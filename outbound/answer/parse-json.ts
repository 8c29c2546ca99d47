import { isSafeNumber, parse } from 'lossless-json';
import type { JsonValue } from '../../workflows/contracts/json.js';

/** The deepest nesting that is read. */
const MAX_DEPTH = 64;

/** Any number of this many digits is exact in JavaScript. */
const EXACT_DIGITS = 15;

const [QUOTE, COLON, DOT, LETTER_E] = [0x22, 0x3a, 0x2e, 0x65];

/** Brackets and braces differ in one bit. */
const [OPENING, CLOSING] = [0x7b, 0x7d];

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
  const { colons, isPlain } = scan(text);
  const value = (isPlain ? parsePlain(text, colons) : undefined) ?? parseText(text);
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

/**
 * Reads JSON in which every number is exact as the platform does, which takes a tenth of the time. `undefined` when it
 * can't, and where a key may stand twice: the platform would keep the last one and say nothing.
 */
function parsePlain(text: string, colons: number): JsonValue | undefined {
  try {
    const value = JSON.parse(text) as JsonValue;
    return countKeys(value) === colons ? value : undefined;
  } catch {
    return undefined; // told in the words of the slower parser
  }
}

function countKeys(value: JsonValue): number {
  if (typeof value !== 'object' || value === null) return 0;
  const children = Array.isArray(value) ? value : Object.values(value);
  return children.reduce<number>((sum, child) => sum + countKeys(child), Array.isArray(value) ? 0 : children.length);
}

/** Findings of a flat scan, made before any recursion so that deep nesting can't exhaust the stack. */
interface Scanned {
  /** Those outside strings: one for each key. */
  readonly colons: number;
  /** True if no number has an exponent or too many digits for JavaScript. */
  readonly isPlain: boolean;
}

function scan(text: string): Scanned {
  let [depth, colons, digits, isPlain] = [0, 0, 0, true];
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    const isDigit = (char >= 0x30 && char <= 0x39) || char === DOT;
    if (digits > 0 && (char | 0x20) === LETTER_E) isPlain = false;
    digits = isDigit ? digits + 1 : 0;
    if (digits > EXACT_DIGITS) isPlain = false;
    if (char === QUOTE) at = endOfString(text, at);
    else if (char === COLON) colons += 1;
    else if ((char | 0x20) === CLOSING) depth -= 1;
    else if ((char | 0x20) === OPENING) depth += 1;
    if (depth > MAX_DEPTH) throw new JsonRefused('', `nested deeper than ${MAX_DEPTH} levels at position ${at}`);
  }
  return { colons, isPlain };
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
