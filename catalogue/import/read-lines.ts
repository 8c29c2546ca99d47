import { type ImportFaults, ImportRefused, keyOf, knownKey, type Pasted, PastedBuilder } from './pasted.js';

const LINE = /^\s*(?:[-*•]\s+)?([A-Za-z][\w .-]*?)\s*:(?:\s+(.*)|)$/;

/** HTTP's own headers, and those of one's own: taken as such where they stand among the keys. */
const HEADER = /^(x-[\w-]+|authorization|accept(-[\w-]+)?|user-agent|cache-control)$/i;

const NO_LINE = 'is not a "Key: value" line: use lines such as URL: https://…, and put the body last, after Body:';

/**
 * Reads `Key: value` lines, with the body at the end, after `Body:` or from the first line that begins with a bracket.
 * Headers are `Header X-Brand: lucky`, or `X-Brand: lucky`; fields `Field amount: number, required`.
 * A line that is none goes among the faults.
 */
export function readLines(text: string, faults: ImportFaults): Pasted {
  const pasted = new PastedBuilder();
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    if (/^\s*(```\w*\s*$|[{[])/.test(line)) {
      readBody(pasted, lines, index, line);
      break;
    }
    const [, name, value = ''] = LINE.exec(line) ?? [];
    if (name === undefined) {
      faults.add({ line: index + 1, message: NO_LINE });
      continue;
    }
    if (keyOf(name) === 'body') {
      readBody(pasted, lines, index, value);
      break;
    }
    faults.collect(() => readLine(pasted, name, value, index + 1), undefined);
  }
  return pasted.build();
}

function readLine(pasted: PastedBuilder, name: string, value: string, line: number): void {
  const [, kind = '', of = ''] = /^(header|field)\s+(.+)$/i.exec(name) ?? [];
  if (kind.toLowerCase() === 'field') pasted.field(of, value, line);
  else if (kind !== '' && keyOf(name) === null) pasted.header(of, value, line);
  else if (HEADER.test(name) && keyOf(name) === null) pasted.header(name, value, line);
  else {
    const key = knownKey(name, line);
    if (key === 'headers') readPair(value, line, (one, rest) => pasted.header(one, rest, line));
    else if (key === 'fields') readPair(value, line, (one, rest) => pasted.field(one, rest, line));
    else pasted.entry(key, value, line);
  }
}

/** `X-Brand: lucky`, `amount: number`, `amount`. */
function readPair(value: string, line: number, take: (name: string, rest: string) => void): void {
  if (value.trim() === '') return;
  const [, name, rest = ''] = /^([\w-]+)\s*(?::\s*(.*))?$/.exec(value.trim()) ?? [];
  if (name === undefined) throw new ImportRefused(line, 'is not "Name: value": write one header or field per line');
  take(name, rest);
}

/** All lines from here on, without the fence that a chat or page puts around them. */
function readBody(pasted: PastedBuilder, lines: readonly string[], index: number, first: string): void {
  const all = [first, ...lines.slice(index + 1)].map((line) => (/^\s*```\w*\s*$/.test(line) ? '' : line));
  const start = all.findIndex((line) => line.trim() !== '');
  if (start !== -1) pasted.body(all.slice(start).join('\n').trimEnd(), index + 1 + start, true);
}
