import { RenderRefused } from '../errors.js';
import type { Scope, TextTemplate } from '../tree.js';
import { OMITTED, resolveText } from './resolve.js';

const CONTROL = /\p{Cc}/u;
const NOT_ASCII = /[^\u0020-\u007e]+/gu;

/**
 * Renders the value of a header. What no header can carry is refused (line breaks, NUL, other controls) or
 * percent-encoded (all beyond ASCII). `OMITTED` where a placeholder says `omit` and has no value.
 * @throws MissingValue, RenderRefused
 */
export function renderHeader(template: TextTemplate, scope: Scope): string | typeof OMITTED {
  let text = '';
  for (const part of template) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    const value = resolveText(part, scope);
    if (value === OMITTED) return OMITTED;
    if (CONTROL.test(value)) throw new RenderRefused(part.written, 'holds a line break or another control character');
    try {
      text += value.replace(NOT_ASCII, encodeURIComponent);
    } catch {
      throw new RenderRefused(part.written, 'holds half a character (a lone surrogate)');
    }
  }
  return text;
}
