/** A text in UTF-16 units, as it came or with one level of escapes less. */
export interface Reading {
  readonly units: Uint16Array;
  /** Place of each unit, and of the end, in the text with its escapes; `null` for a text as it came. */
  readonly begins: Uint32Array | null;
}

/** One character as it is written: its code, and how many units that takes. */
interface Written {
  readonly code: number;
  readonly length: number;
}

const [BACKSLASH, PERCENT, AMPERSAND, HASH, SEMICOLON] = [0x5c, 0x25, 0x26, 0x23, 0x3b];
const UNKNOWN = 0xfffd;

/** Entities of HTML with their semicolon, and their character codes. */
const NAMED = Object.entries({ 'amp;': '&', 'lt;': '<', 'gt;': '>', 'quot;': '"', 'apos;': "'" }).map(
  ([name, char]) => ({ name: Uint16Array.from(name, (letter) => letter.charCodeAt(0)), code: char.charCodeAt(0) }),
);

const BEGINS_NAME: ReadonlySet<number | undefined> = new Set(NAMED.map(({ name }) => name[0]));

/**
 * Decodes the escapes of JSON, URLs and HTML (`\u002b`, `\/`, `%2B`, `&#43;`, `&#x2b;`, `&amp;`), each to one unit.
 * Those outside ASCII become U+FFFD, because no secret holds one. `null` if the text holds no escape.
 */
export function readEscapes(units: Uint16Array): Reading | null {
  let [at, one] = nextEscape(units, 0);
  if (one === null) return null;
  const read = new Uint16Array(units.length);
  const begins = new Uint32Array(units.length + 1);
  let [from, length] = [0, 0];
  while (from < units.length) {
    for (; from < at; from += 1, length += 1) {
      read[length] = units[from] ?? 0;
      begins[length] = from;
    }
    if (one === null) break;
    read[length] = one.code;
    begins[length] = from;
    length += 1;
    from += one.length;
    [at, one] = nextEscape(units, from);
  }
  begins[length] = units.length;
  return { units: read.subarray(0, length), begins: begins.subarray(0, length + 1) };
}

function nextEscape(units: Uint16Array, from: number): [at: number, one: Written | null] {
  for (let at = from; at < units.length; at += 1) {
    const unit = units[at];
    if (unit !== BACKSLASH && unit !== PERCENT && unit !== AMPERSAND) continue;
    const one = written(units, at);
    if (one !== null) return [at, one];
  }
  return [units.length, null];
}

function written(units: Uint16Array, at: number): Written | null {
  switch (units[at]) {
    case BACKSLASH:
      return afterBackslash(units, at);
    case PERCENT:
      return digits(units, at + 1, 16, 2, 2, 1);
    default:
      return afterAmpersand(units, at);
  }
}

function afterBackslash(units: Uint16Array, at: number): Written | null {
  const next = units[at + 1] ?? 0;
  if (next === 0x22 || next === BACKSLASH || next === 0x2f) return { code: next, length: 2 };
  return (next | 0x20) === 0x75 ? digits(units, at + 2, 16, 4, 4, 2) : null;
}

function afterAmpersand(units: Uint16Array, at: number): Written | null {
  if (units[at + 1] === HASH) {
    const isHex = ((units[at + 2] ?? 0) | 0x20) === 0x78;
    const one = isHex ? digits(units, at + 3, 16, 1, 6, 3) : digits(units, at + 2, 10, 1, 7, 2);
    return one !== null && units[at + one.length] === SEMICOLON ? { ...one, length: one.length + 1 } : null;
  }
  if (!BEGINS_NAME.has(lower(units[at + 1] ?? 0))) return null;
  const named = NAMED.find(({ name }) => name.every((letter, index) => lower(units[at + 1 + index] ?? 0) === letter));
  return named === undefined ? null : { code: named.code, length: named.name.length + 1 };
}

function lower(unit: number): number {
  return unit >= 0x41 && unit <= 0x5a ? unit | 0x20 : unit;
}

/** A character by its number, with a minimum and maximum of digits, after a prefix of `before` units. */
function digits(
  units: Uint16Array,
  from: number,
  base: 10 | 16,
  least: number,
  most: number,
  before: number,
): Written | null {
  let [code, count] = [0, 0];
  for (; count < most; count += 1) {
    const digit = digitOf(units[from + count] ?? 0);
    if (digit >= base) break;
    code = code * base + digit;
  }
  return count < least ? null : { code: code < 128 ? code : UNKNOWN, length: before + count };
}

function digitOf(unit: number): number {
  if (unit >= 0x30 && unit <= 0x39) return unit - 0x30;
  const letter = unit | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : 16;
}
