import { Document, Scalar, visit } from 'yaml';
import { readAddress } from './address.js';
import type { WrittenAuth } from './build-auth.js';
import { checkImported } from './check-imported.js';
import { guessEffect } from './guess-effect.js';
import { lintBody, unquotedFields } from './lint-body.js';
import { type Lint, Notes } from './notes.js';
import { type Entry, ImportRefused, type Pasted } from './pasted.js';
import { readAuth } from './read-auth.js';
import { type ImportDialect, readBody, type ReadBody } from './read-body.js';
import { readFields } from './read-fields.js';
import { readPasted } from './read-pasted.js';
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
 * @throws ImportRefused with the line and the fix
 */
export function importDefinition(source: string, dialect: ImportDialect): Imported {
  const pasted = readPasted(source);
  const url = pasted.entries.get('url');
  if (url === undefined) throw new ImportRefused(1, 'there is no URL: add a line "URL: https://…"');
  const destination = nameFrom(pasted.entries.get('destination')?.value ?? hostOf(url));
  const notes = new Notes(destination);
  const address = readAddress(url, notes);
  const { auth, headers } = readAuth(pasted, address, notes);
  const method = methodOf(pasted);
  const body = method === 'GET' ? withoutBody(pasted, notes) : readBody(pasted, dialect, notes);
  const texts = [url, ...pasted.headers.values(), ...(body === null || pasted.body === null ? [] : [pasted.body])];
  const fields = dialect === 'fast-track' ? readFields(pasted, texts, unquotedFields(body?.tree ?? null), notes) : {};
  if (body !== null) lintBody(body, fields, notes);
  const { name, ...called } = namesOf(pasted, address.path);
  const request = {
    method,
    path: address.path,
    query: address.query,
    headers: headersOf(headers, body, pasted, notes),
  };
  const content = body && {
    ...(body.contentType === 'json' ? {} : { contentType: body.contentType }),
    dialect,
    body: body.text,
  };
  const action = {
    ...called,
    ...guessEffect(pasted, name, address.path, notes),
    destination,
    ...filled(request),
    ...(content ?? (dialect === 'fast-track' ? { dialect } : {})),
    ...filled({ fields }),
  };
  const written = { [destination]: destinationOf(address.url, address.allow, auth, dialect) };
  const imported = { destinations: yamlOf(written), actions: yamlOf({ [name]: action }) };
  checkImported(imported, typeof address.url === 'string' ? {} : { [address.url.env]: address.base }, pasted);
  return { ...imported, lints: notes.lints };
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
  throw new ImportRefused(method.line, `the method "${method.value}" can't be sent: use POST or GET`);
}

function withoutBody({ body }: Pasted, notes: Notes): null {
  if (body !== null) notes.add(body.line, 'a GET has no body: it is left out. Use POST if the endpoint needs it');
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
      notes.add(pasted.get(name)?.line ?? 1, `the header ${name} is made for each request: it is left out`);
    return !isOwn;
  });
  return { ...Object.fromEntries(kept), ...((body?.header ?? null) === null ? {} : { 'content-type': body?.header }) };
}

function hostOf({ value, line }: Entry): string {
  const host = /^https?:\/\/(?:[^/?#]*@)?([^/?#:\s[\]]+)/i.exec(value)?.[1];
  if (host === undefined) throw new ImportRefused(line, 'the URL must be http(s)://host/path, in full');
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
