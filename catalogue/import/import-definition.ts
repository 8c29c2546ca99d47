import { Document, Scalar, visit } from 'yaml';
import { readAddress } from './address.js';
import { checkImported } from './check-imported.js';
import { guessEffect } from './guess-effect.js';
import { lintBody, unquotedFields } from './lint-body.js';
import { type Entry, ImportFaults, ImportRefused, keyOf, type Lint, Notes, type Pasted } from './pasted.js';
import { readAuth, type WrittenAuth } from './read-auth.js';
import { type ImportDialect, readBody, type ReadBody } from './read-body.js';
import { readFields } from './read-fields.js';
import { readLines } from './read-lines.js';
import { readMapping } from './read-mapping.js';
import { nameFrom } from './words.js';

/** A definition as catalogue YAML, a file each; and what was unsafe in it, or had to be guessed. */
export interface Imported {
  readonly destinations: string;
  readonly actions: string;
  readonly lints: readonly Lint[];
}

/** Headers that the request itself has. */
const OF_THE_REQUEST = ['content-type', 'content-length', 'host', 'connection', 'transfer-encoding'];

/**
 * Turns a pasted callback definition of another system into a destination and an action. What comes out is valid in a
 * brand's folder, and holds no secret of the text.
 * @throws ImportRefused with every fault, its line and the fix
 */
export function importDefinition(source: string, dialect: ImportDialect): Imported {
  const faults = new ImportFaults();
  const pasted = readPasted(source, faults);
  const parts = readParts(pasted, dialect, faults);
  const refusal = faults.refusal();
  if (refusal !== null) throw refusal;
  if (parts === null) throw new ImportRefused(1, NO_URL);
  const { notes, destination, address, name, action } = parts;
  const written = { [destination]: destinationOf(address.url, address.allow, parts.auth, dialect) };
  const imported = { destinations: yamlOf(written), actions: yamlOf({ [name]: action }) };
  checkImported(imported, typeof address.url === 'string' ? {} : { [address.url.env]: address.base }, pasted);
  return { ...imported, lints: notes.lints };
}

const NO_URL = 'the URL is missing: add a line "URL: https://…"';

/** Reads each part by itself, so that a fault of one does not hide those of the others; `null` without an address. */
function readParts(pasted: Pasted, dialect: ImportDialect, faults: ImportFaults) {
  const url = pasted.entries.get('url');
  if (url === undefined) faults.add({ line: 1, message: NO_URL });
  const named = pasted.entries.get('destination')?.value;
  const host = url === undefined ? 'nowhere' : (named ?? faults.collect(() => hostOf(url), 'nowhere'));
  const destination = nameFrom(named ?? host);
  const notes = new Notes(destination);
  const address = url === undefined ? null : faults.collect(() => readAddress(url, notes), null);
  const proofs = address && faults.collect(() => readAuth(pasted, address, notes), null);
  const method = faults.collect(() => methodOf(pasted), 'POST');
  const body =
    method === 'GET' ? withoutBody(pasted, notes) : faults.collect(() => readBody(pasted, dialect, notes), null);
  const fields = fieldsOf(pasted, dialect, body, notes, faults);
  if (body !== null) lintBody(body, fields, notes);
  const { name, ...called } = namesOf(pasted, address?.path ?? '/');
  const effect = faults.collect(() => guessEffect(pasted, name, address?.path ?? '/', notes), null);
  if (address === null || proofs === null || effect === null) return null;
  const headers = headersOf(proofs.headers, body, pasted, notes);
  const action = {
    ...called,
    ...effect,
    destination,
    ...filled({ method, path: address.path, query: address.query, headers }),
    ...contentOf(body, dialect),
    ...filled({ fields }),
  };
  return { notes, destination, address, auth: proofs.auth, name, action };
}

function fieldsOf(
  pasted: Pasted,
  dialect: ImportDialect,
  body: ReadBody | null,
  notes: Notes,
  faults: ImportFaults,
): ReturnType<typeof readFields> {
  if (dialect !== 'fast-track') return {};
  const url = pasted.entries.get('url');
  const texts = [
    ...(url === undefined ? [] : [url]),
    ...pasted.headers.values(),
    ...(body === null || pasted.body === null ? [] : [pasted.body]),
  ];
  return readFields(pasted, texts, unquotedFields(body?.tree ?? null), notes, faults);
}

function contentOf(body: ReadBody | null, dialect: ImportDialect): object {
  if (body === null) return dialect === 'fast-track' ? { dialect } : {};
  const { contentType, text } = body;
  return { ...(contentType === 'json' ? {} : { contentType }), dialect, body: text };
}

function destinationOf(url: unknown, allow: readonly string[], auth: WrittenAuth, dialect: ImportDialect): object {
  // An endpoint that was made for Fast Track may tell repeats by its headers.
  const headers = dialect === 'fast-track' ? { fastTrackHeaders: true } : {};
  return { url, ...(allow.length === 0 ? {} : { allow }), auth, ...headers };
}

function methodOf({ entries }: Pasted): 'POST' | 'GET' {
  const method = entries.get('method') ?? { value: 'POST', line: 1 };
  const upper = method.value.toUpperCase();
  if (upper === 'POST' || upper === 'GET') return upper;
  throw new ImportRefused(method.line, `the method "${method.value}" is not supported: use POST or GET`);
}

function withoutBody({ body }: Pasted, notes: Notes): null {
  if (body !== null) notes.add(body.line, 'GET has no body, so it is left out: use POST if the endpoint needs it');
  return null;
}

function namesOf(
  { entries }: Pasted,
  path: string,
): { name: string; title?: string; notificationType?: string; rewardsEnabled?: true } {
  const title = entries.get('name')?.value;
  const type = entries.get('notificationType')?.value;
  const part = path.split('/').findLast((one) => /^[a-z][\w-]*$/i.test(one));
  const name = nameFrom(title ?? type?.replace(/^triggercallback\.?/i, '') ?? part ?? 'callback');
  const rewards = /^(yes|true|on|enabled|1)$/i.test(entries.get('rewardsEnabled')?.value ?? '');
  return {
    name,
    ...(title === undefined || title === name ? {} : { title }),
    ...(type === undefined || type === `triggercallback.${name}` ? {} : { notificationType: type }),
    ...(rewards ? { rewardsEnabled: true } : {}),
  };
}

function headersOf(
  headers: Readonly<Record<string, string>>,
  body: ReadBody | null,
  { headers: pasted }: Pasted,
  notes: Notes,
) {
  const kept = Object.entries(headers).filter(([name]) => {
    const isOwn = OF_THE_REQUEST.includes(name);
    if (isOwn && name !== 'content-type')
      notes.add(
        pasted.get(name)?.line ?? 1,
        `the header ${name} is set by Waypost for each request, so it is left out`,
      );
    return !isOwn;
  });
  return { ...Object.fromEntries(kept), ...((body?.header ?? null) === null ? {} : { 'content-type': body?.header }) };
}

function hostOf({ value, line }: Entry): string {
  const host = /^https?:\/\/(?:[^/?#]*@)?([^/?#:\s[\]]+)/i.exec(value)?.[1];
  if (host === undefined) throw new ImportRefused(line, 'the URL must be complete: http(s)://host/path');
  return /^[\d.]+$/.test(host) ? `host-${host}` : host;
}

/** Without what is empty. */
function filled(parts: Readonly<Record<string, string | object>>): object {
  return Object.fromEntries(
    Object.entries(parts).filter(([, part]) => typeof part === 'string' || Object.keys(part).length > 0),
  );
}

/** A body as it was written, line by line; short mappings on one line. */
function yamlOf(content: object): string {
  const document = new Document(content);
  visit(document, {
    Pair: (_, { key, value }) => {
      if (key instanceof Scalar && key.value === 'body' && value instanceof Scalar) value.type = Scalar.BLOCK_LITERAL;
    },
  });
  return document.toString({ lineWidth: 0 });
}

/** More than any screen of a CRM takes. */
const MAX_LENGTH = 1024 * 1024;

/**
 * Reads a pasted definition: `Key: value` lines with the body at the end, or YAML, or JSON. Lines that are none go among
 * the faults.
 * @throws ImportRefused for what can't be read at all
 */
function readPasted(source: string, faults: ImportFaults): Pasted {
  if (source.length > MAX_LENGTH) throw new ImportRefused(1, 'the text is larger than 1 MB: paste one definition');
  const text = source.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  if (text.trim() === '')
    throw new ImportRefused(1, 'the text is empty: paste a definition with its URL, method and body');
  return isMapping(text.split('\n')) ? readMapping(text) : readLines(text, faults);
}

/** YAML shows by what lines have no room for: a mapping or a list below a key, or a block of text as the body. */
function isMapping(lines: readonly string[]): boolean {
  const said = lines.filter((line) => line.trim() !== '' && !line.startsWith('#'));
  if (said[0]?.trimStart().startsWith('{') || said[0]?.trim() === '---') return true;
  const body = said.findIndex((line) => /^\s*(```|[{[])/.test(line) || isBodyKey(line));
  const before = body === -1 ? said : said.slice(0, body);
  if (before.some((line) => /^\s+\S|^[\w -]+:\s*[{[](?!\{|\s*action_field)/.test(line))) return true;
  const [first = '', next = ''] = said.slice(body === -1 ? said.length : body);
  const value = first.slice(first.indexOf(':') + 1).trim();
  return /^[|>][-+\d]*$/.test(value) || (value === '' && /^\s+[A-Za-z_][\w-]*:\s/.test(next));
}

function isBodyKey(line: string): boolean {
  return keyOf(/^([A-Za-z][^:]*):/.exec(line)?.[1] ?? '') === 'body';
}
