import { RenderRefused } from './errors.js';
import { OMITTED, resolveText } from './resolve.js';
import { MAX_OUTPUT_BYTES, type Placeholder, type Scope, type TextTemplate } from './tree.js';

const NOT_IN_URLS = /[\r\n\0]/;
const DOTS = /^(?:\.|%2e){1,2}$/i;

/**
 * Renders the path of a URL, each value percent-encoded. A value can't climb out of the path: an empty one and the
 * segments `.` and `..` are refused.
 * @throws MissingValue, RenderRefused
 */
export function renderPath(template: TextTemplate, scope: Scope): string {
  const path = template.map((part) => (typeof part === 'string' ? part : pathValue(part, scope))).join('');
  if (path.split('/').some((segment) => DOTS.test(segment))) {
    const [first] = template.filter((part) => typeof part !== 'string');
    throw new RenderRefused(first?.written ?? null, 'would make a "." or ".." of a part of the path');
  }
  return bounded(path);
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

function pathValue(placeholder: Placeholder, scope: Scope): string {
  const text = encoded(placeholder, scope);
  if (text === OMITTED || text === '') throw new RenderRefused(placeholder.written, 'is empty, and the path needs it');
  return text;
}

function encoded(placeholder: Placeholder, scope: Scope): string | typeof OMITTED {
  const text = resolveText(placeholder, scope);
  if (text === OMITTED) return OMITTED;
  if (NOT_IN_URLS.test(text)) throw new RenderRefused(placeholder.written, 'holds a line break or NUL');
  try {
    return encodeURIComponent(text);
  } catch {
    throw new RenderRefused(placeholder.written, 'holds half a character (a lone surrogate)');
  }
}

function bounded(text: string): string {
  if (text.length > MAX_OUTPUT_BYTES)
    throw new RenderRefused(null, `the URL is larger than ${MAX_OUTPUT_BYTES / 1024} kB`);
  return text;
}
