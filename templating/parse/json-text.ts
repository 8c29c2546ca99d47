import { numberOf } from '../digits.js';
import { TemplateInvalid } from '../errors.js';
import { type Place, placesIn } from '../place.js';
import { MAX_DEPTH, type TemplateNode, type TextTemplate } from '../tree.js';
import { refuseLiquid } from './liquid.js';
import { checkLength, type Notation, refuseOmit, splitText } from './split-text.js';

/** Notation of a dialect's placeholders in JSON text. */
export interface JsonNotation {
  /** Within a JSON string, as it stands there: before its escapes are read. */
  readonly inString: Notation;
  /** In the place of a value, without quotes; the pattern is sticky. */
  readonly unquoted: Pick<Notation, 'pattern' | 'read'>;
  /** Example of a placeholder, for the error at something that is no value. */
  readonly example: string;
}

const SPACE = /[ \t\r\n]*/y;
const STRING = /"([^"\\]*(?:\\[^][^"\\]*)*)"/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])/y;
const WORD = /(?:true|false|null)(?!\w)/y;
const WORDS = { true: true, false: false, null: null } as const;

/**
 * Reads JSON text with placeholders in it into the tree of all dialects. A quoted placeholder becomes text, an unquoted
 * one keeps its type. An escaped character (`\u007b`) never begins a placeholder. Numbers keep their digits.
 * @throws TemplateInvalid with line and column
 */
export function parseJsonText(text: string, notation: JsonNotation): TemplateNode {
  checkLength(text.length);
  refuseLiquid(text, placesIn(text));
  return new JsonTextParser(text, notation).document();
}

/** Reads the escapes of a part of a JSON string. @throws TemplateInvalid */
export function decodeString(raw: string, place: Place | null): string {
  try {
    return JSON.parse(`"${raw}"`) as string;
  } catch {
    const rule = 'a line break is written \\n, a backslash \\\\, a quote \\"';
    throw new TemplateInvalid(`this string is not valid JSON: ${rule}`, place);
  }
}

class JsonTextParser {
  #at = 0;
  readonly #placeOf: (offset: number) => Place;

  constructor(
    readonly text: string,
    readonly notation: JsonNotation,
  ) {
    this.#placeOf = placesIn(text);
  }

  document(): TemplateNode {
    this.#match(SPACE);
    if (this.#at === this.text.length) throw this.#invalid('the template is empty: write JSON, or leave the body out');
    const node = this.#value(1);
    if (node.kind === 'value') refuseOmit([node.placeholder]);
    if (node.kind === 'text') refuseOmit(node.parts);
    if (this.#at < this.text.length) throw this.#invalid('the JSON ends before this: remove what follows');
    return node;
  }

  #value(depth: number): TemplateNode {
    if (depth > MAX_DEPTH) throw this.#invalid(`a template can nest at most ${MAX_DEPTH} levels: flatten it`);
    const node = this.#object(depth) ?? this.#list(depth) ?? this.#string() ?? this.#scalar();
    if (node === null)
      throw this.#invalid(`a JSON value or a placeholder such as ${this.notation.example} belongs here`);
    this.#match(SPACE);
    return node;
  }

  #object(depth: number): TemplateNode | null {
    if (this.#unquotedAhead() || !this.#take('{')) return null;
    const entries = new Map<string, TemplateNode>();
    while (!this.#take('}')) {
      if (entries.size > 0) this.#need(',', 'a comma or } belongs here');
      const start = this.#at;
      const key = this.#key();
      if (entries.has(key)) throw this.#invalid(`the key "${key}" appears twice: remove one`, start);
      this.#need(':', `a colon belongs after the key "${key}"`);
      entries.set(key, this.#value(depth + 1));
    }
    return { kind: 'object', entries: [...entries] };
  }

  #key(): string {
    const start = this.#at;
    const raw = this.#match(STRING)?.[1];
    if (raw === undefined) throw this.#invalid('a key in quotes belongs here');
    const key = literalOf(this.#split(raw, start + 1));
    if (key === null) throw this.#invalid(`the key "${raw}" holds a placeholder: only values can`, start);
    this.#match(SPACE);
    return key;
  }

  #list(depth: number): TemplateNode | null {
    if (!this.#take('[')) return null;
    const items: TemplateNode[] = [];
    while (!this.#take(']')) {
      if (items.length > 0) this.#need(',', 'a comma or ] belongs here');
      items.push(this.#value(depth + 1));
    }
    return { kind: 'list', items };
  }

  #string(): TemplateNode | null {
    const start = this.#at;
    const raw = this.#match(STRING)?.[1];
    if (raw === undefined && this.text[start] === '"') throw this.#invalid('this string is never closed: add a quote');
    if (raw === undefined) return null;
    const parts = this.#split(raw, start + 1);
    const value = literalOf(parts);
    return value === null ? { kind: 'text', parts } : { kind: 'literal', value };
  }

  #split(raw: string, start: number): TextTemplate {
    return splitText(raw, this.notation.inString, true, (offset) => this.#placeOf(start + offset));
  }

  #scalar(): TemplateNode | null {
    const start = this.#at;
    const placeholder = this.#match(this.notation.unquoted.pattern);
    if (placeholder !== null) {
      return { kind: 'value', placeholder: this.notation.unquoted.read(placeholder, this.#placeOf(start)) };
    }
    const number = this.#match(NUMBER);
    if (number !== null) return { kind: 'literal', value: numberOf(number[0]) };
    const word = this.#match(WORD);
    return word === null ? null : { kind: 'literal', value: WORDS[word[0] as keyof typeof WORDS] };
  }

  #unquotedAhead(): boolean {
    const { pattern } = this.notation.unquoted;
    pattern.lastIndex = this.#at;
    return pattern.test(this.text);
  }

  #take(sign: string): boolean {
    if (this.text[this.#at] !== sign) return false;
    this.#at += 1;
    this.#match(SPACE);
    return true;
  }

  #need(sign: string, message: string): void {
    if (!this.#take(sign)) throw this.#invalid(message);
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.text);
    if (match !== null) this.#at += match[0].length;
    return match;
  }

  #invalid(message: string, at = this.#at): TemplateInvalid {
    return new TemplateInvalid(message, this.#placeOf(at));
  }
}

/** The text that has no placeholder in it, or `null`. */
function literalOf(parts: TextTemplate): string | null {
  const [only = ''] = parts;
  return parts.length <= 1 && typeof only === 'string' ? only : null;
}
