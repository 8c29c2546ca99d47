import { type ImportFaults, ImportRefused, keyOf, type Pasted } from './pasted.js';
import { readLines } from './read-lines.js';
import { readMapping } from './read-mapping.js';

/** More than any screen of a CRM takes. */
const MAX_LENGTH = 1024 * 1024;

/**
 * Reads a pasted definition: `Key: value` lines with the body at the end, or YAML, or JSON. Lines that are none go among
 * the faults.
 * @throws ImportRefused for what can't be read at all
 */
export function readPasted(source: string, faults: ImportFaults): Pasted {
  if (source.length > MAX_LENGTH) throw new ImportRefused(1, 'is larger than 1 MB: paste one definition');
  const text = source.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  if (text.trim() === '') throw new ImportRefused(1, 'is empty: paste a definition with its URL, method and body');
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
