import { Digits } from '../digits.js';
import type { Scope, TemplateNode } from '../tree.js';
import { OMITTED, resolve, resolveText } from './resolve.js';

/**
 * Renders a template as a JSON value and not as text. Numbers that JavaScript can't hold exactly come as their digits,
 * a string. What is left out by `omit` is `undefined` at the top, and missing from its list or object beneath.
 * @throws MissingValue, RenderRefused
 */
export function renderValue(template: TemplateNode, scope: Scope): unknown {
  switch (template.kind) {
    case 'literal':
      return plain(template.value);
    case 'value': {
      const value = resolve(template.placeholder, scope);
      return value === OMITTED ? undefined : plain(value);
    }
    case 'text':
      return template.parts.map((part) => (typeof part === 'string' ? part : textOf(part, scope))).join('');
    case 'list':
      return template.items.map((item) => renderValue(item, scope)).filter((item) => item !== undefined);
    case 'object': {
      const entries = template.entries.map(([key, child]) => [key, renderValue(child, scope)] as const);
      return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
    }
  }
}

function textOf(placeholder: Parameters<typeof resolveText>[0], scope: Scope): string {
  const text = resolveText(placeholder, scope);
  return text === OMITTED ? '' : text;
}

function plain(value: unknown): unknown {
  return value instanceof Digits ? value.text : value;
}
