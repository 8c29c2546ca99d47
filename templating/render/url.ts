import { RenderRefused } from '../errors.js';
import { takesSegments } from '../parse/split-text.js';
import { MAX_OUTPUT_BYTES, type Placeholder, type Scope, type TextTemplate } from '../tree.js';
import { climbs, pathValueFault } from './path-values.js';
import { OMITTED, resolveText } from './resolve.js';

const NOT_IN_URLS = /[\r\n\0]/;
const ESCAPE = /%[0-9a-f]{2}/gi;

/** A part of a path between two slashes: as it leaves, as it reads before it is encoded, and its first placeholder. */
interface Segment {
  encoded: string;
  plain: string;
  named: string | null;
}

/**
 * Renders the path of a URL, each value percent-encoded. A value can't leave its place in the path, also where a server
 * decodes it again and again: refused are an empty one, one with a slash, backslash or control character, and what makes
 * `.` or `..` of a part of the path. The filter `segments` lets a value be several parts, `a/b`.
 * @throws MissingValue, RenderRefused
 */
export function renderPath(template: TextTemplate, scope: Scope): string {
  const segments: [Segment, ...Segment[]] = [{ encoded: '', plain: '', named: null }];
  for (const part of template) {
    const pieces = typeof part === 'string' ? part.split('/') : valuesOf(part, scope);
    for (const [index, piece] of pieces.entries()) {
      if (index > 0) segments.push({ encoded: '', plain: '', named: null });
      const segment = segments[segments.length - 1] as Segment;
      segment.encoded += typeof part === 'string' ? piece : encode(piece, part);
      // What the template writes encoded, as in /group%2Fproject, is the author's own.
      segment.plain += typeof part === 'string' ? piece.replace(ESCAPE, 'x') : piece;
      if (typeof part !== 'string') segment.named ??= part.written;
    }
  }
  for (const { plain, named } of segments) {
    if (named !== null && climbs(plain)) throw new RenderRefused(named, CLIMBS);
    const fault = named === null ? null : pathValueFault(plain);
    if (fault !== null) throw new RenderRefused(named, fault);
  }
  return bounded(segments.map(({ encoded: text }) => text).join('/'));
}

const CLIMBS = 'would turn a part of the path into "." or ".."';

/** The parts that a value is: one, unless its placeholder says `segments`. */
function valuesOf(placeholder: Placeholder, scope: Scope): string[] {
  const text = resolveText(placeholder, scope);
  const parts = text === OMITTED ? [''] : takesSegments(placeholder) ? text.split('/') : [text];
  for (const part of parts) {
    if (part === '') throw new RenderRefused(placeholder.written, 'is empty, and the path needs a value');
    const fault = pathValueFault(part);
    if (fault !== null) throw new RenderRefused(placeholder.written, fault);
    if (climbs(part)) throw new RenderRefused(placeholder.written, CLIMBS);
  }
  return parts;
}

/**
 * Renders a query, `a=1&b=2`, each name and value percent-encoded; empty when nothing is left of it.
 * @throws MissingValue, RenderRefused
 */
export function renderQuery(parameters: readonly (readonly [string, TextTemplate])[], scope: Scope): string {
  const rendered = parameters.flatMap(([name, template]) => {
    const values = template.map((part) => (typeof part === 'string' ? encodeURIComponent(part) : encoded(part, scope)));
    return values.includes(OMITTED) ? [] : [`${encodeURIComponent(name)}=${values.join('')}`];
  });
  return bounded(rendered.join('&'));
}

function encoded(placeholder: Placeholder, scope: Scope): string | typeof OMITTED {
  const text = resolveText(placeholder, scope);
  if (text === OMITTED) return OMITTED;
  if (NOT_IN_URLS.test(text)) throw new RenderRefused(placeholder.written, 'holds a line break or NUL');
  return encode(text, placeholder);
}

function encode(text: string, { written }: Placeholder): string {
  try {
    return encodeURIComponent(text);
  } catch {
    throw new RenderRefused(written, 'holds half a character (a lone surrogate)');
  }
}

function bounded(text: string): string {
  if (text.length > MAX_OUTPUT_BYTES)
    throw new RenderRefused(null, `the URL is larger than ${MAX_OUTPUT_BYTES / 1024} kB`);
  return text;
}
