import { RenderRefused } from '../errors.js';
import type { Scope, TextTemplate } from '../tree.js';
import { OMITTED, resolveText } from './resolve.js';
import { checkBytes, checkSize } from './write-value.js';

const HALF_CHARACTER = /\p{Surrogate}/u;

/**
 * Renders a body whose content type is text: placeholders become text and nothing is escaped. Line breaks and NUL are
 * allowed, half characters (lone surrogates) are refused: UTF-8 can't carry them.
 * @throws MissingValue, RenderRefused for what has no text: null, a list, an object
 */
export function renderText(template: TextTemplate, scope: Scope): string {
  const text = renderTextOrOmit(template, scope);
  return text === OMITTED ? '' : checkBytes(text);
}

/** The same, or `OMITTED` where a placeholder says `omit` and has no value. @throws MissingValue, RenderRefused */
export function renderTextOrOmit(template: TextTemplate, scope: Scope): string | typeof OMITTED {
  let text = '';
  for (const part of template) {
    const piece = typeof part === 'string' ? part : resolveText(part, scope);
    if (piece === OMITTED) return OMITTED;
    if (typeof part !== 'string' && HALF_CHARACTER.test(piece)) {
      throw new RenderRefused(part.written, 'holds half a character (a lone surrogate)');
    }
    text += piece;
    checkSize(text);
  }
  return text;
}
