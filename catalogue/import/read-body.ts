import { TemplateInvalid } from '../../templating/errors.js';
import { parseFastTrack } from '../../templating/parse/fast-track.js';
import { liquidTags } from '../../templating/parse/liquid.js';
import { parseSmartico } from '../../templating/parse/smartico.js';
import type { TemplateNode } from '../../templating/tree.js';
import { ImportRefused, type Notes, type Pasted } from './pasted.js';
import { hasPlaceholder, looksSecret, namesSecret } from './words.js';

/** The systems whose definitions are imported: each by its dialect. */
export const IMPORT_DIALECTS = ['fast-track', 'smartico'] as const;

export type ImportDialect = (typeof IMPORT_DIALECTS)[number];

/** A pasted body as an action has it. */
export interface ReadBody {
  readonly contentType: 'json' | 'form' | 'text';
  /** The type's full name, where it is none of the three. */
  readonly header: string | null;
  readonly text: string;
  /** `null` of text, which has no structure. */
  readonly tree: TemplateNode | null;
  /** The line of the whole text in which a line of the body stands. */
  readonly lineOf: (lineOfBody: number) => number;
}

/** Reads the body, without the secrets in it; `null` for none. @throws ImportRefused with the line that is no JSON */
export function readBody({ entries, headers, body }: Pasted, dialect: ImportDialect, notes: Notes): ReadBody | null {
  if (body === null) return null;
  const { value, line, verbatim } = body;
  const lineOf = (lineOfBody: number): number => (verbatim ? line + lineOfBody - 1 : line);
  const type = entries.get('contentType') ?? headers.get('content-type');
  const { contentType, header } = contentTypeOf(type?.value ?? '', type?.line ?? line);
  const clean = emptySecrets(value, contentType === 'json', (lineOfBody, what) => {
    const env = notes.variable(what);
    const fix = `send it as a header, auth: { type: api-key, secret: { env: ${env} } }`;
    notes.add(lineOf(lineOfBody), `a secret was here and is now empty, because a body can't refer to one: ${fix}`);
  });
  refuseLiquidTags(clean, lineOf);
  if (contentType === 'text') return { contentType, header, text: clean, tree: null, lineOf };
  const isForm = contentType === 'form' && !/^\s*\{\s*["}]/.test(clean);
  const text = isForm ? fromForm(clean) : clean;
  return { contentType, header, text, tree: parse(text, dialect, isForm ? () => line : lineOf), lineOf };
}

function refuseLiquidTags(text: string, lineOf: ReadBody['lineOf']): void {
  const [first, ...others] = liquidTags(text).map(({ offset, message }) => ({
    line: lineOf(text.slice(0, offset).split('\n').length),
    message,
  }));
  if (first !== undefined) throw new ImportRefused(first.line, first.message, others);
}

function contentTypeOf(written: string, line: number): Pick<ReadBody, 'contentType' | 'header'> {
  const type = written.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type === '' || /(^|[/+])json$/.test(type)) {
    return { contentType: 'json', header: ['', 'json', 'application/json'].includes(type) ? null : type };
  }
  if (/form/.test(type) && !type.includes('multipart')) return { contentType: 'form', header: null };
  if (type === 'text' || type === 'text/plain') return { contentType: 'text', header: null };
  if (/^(text|application)\/[\w.+-]+$/.test(type)) return { contentType: 'text', header: type };
  throw new ImportRefused(
    line,
    `the content type "${written}" is not supported: use application/json, a form, or text`,
  );
}

function parse(text: string, dialect: ImportDialect, lineOf: ReadBody['lineOf']): TemplateNode {
  try {
    return dialect === 'smartico' ? parseSmartico(text) : parseFastTrack(text, { aliases: {}, unwrap: false });
  } catch (error) {
    if (!(error instanceof TemplateInvalid)) throw error;
    const reason = error.message.replace(/^line \d+, /, '');
    throw new ImportRefused(lineOf(error.place?.line ?? 1), `the body can't be read: ${reason}`);
  }
}

/** `a=1&b={{state.x}}` as JSON, which is what forms are made from. */
function fromForm(text: string): string {
  const pairs = text
    .split('&')
    .filter((pair) => pair.trim() !== '')
    .map((pair): [string, string] => {
      const at = pair.indexOf('=');
      return at === -1 ? [decoded(pair), ''] : [decoded(pair.slice(0, at)), decoded(pair.slice(at + 1))];
    });
  return `{\n${pairs.map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`).join(',\n')}\n}`;
}

function decoded(text: string): string {
  if (hasPlaceholder(text)) return text.trim();
  try {
    return decodeURIComponent(text.trim().replaceAll('+', ' '));
  } catch {
    return text; // not percent-encoded: meant as it stands
  }
}

const JSON_PAIR = /"((?:[^"\\\n]|\\.)*)"(\s*:\s*)"((?:[^"\\\n]|\\.)*)"/g;
const TEXT_PAIR = /([\w-]+)(\s*[=:]\s*|>)([^\s"'&;,<>{}]+)/g;

/** Empties the values that look like secrets, by name or form. `onSecret` gets the line and the name of each. */
function emptySecrets(text: string, isJson: boolean, onSecret: (line: number, name: string) => void): string {
  return text.replace(isJson ? JSON_PAIR : TEXT_PAIR, (whole: string, ...found: (string | number)[]) => {
    const [name, between, value, offset] = found as [string, string, string, number];
    if (value === '' || hasPlaceholder(value) || !(namesSecret(name) || looksSecret(value))) return whole;
    onSecret(text.slice(0, offset).split('\n').length, name);
    return isJson ? `"${name}"${between}""` : `${name}${between}`;
  });
}
