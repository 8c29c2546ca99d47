import { Digits } from '../digits.js';
import { RenderRefused, TemplateInvalid } from '../errors.js';
import type { Scope, TemplateNode, TextTemplate } from '../tree.js';
import { OMITTED } from './resolve.js';
import { renderTextOrOmit } from './text.js';
import { checkBytes } from './write-value.js';

/**
 * Says at once what a tree that is to leave as a form can't hold, whatever values it is given: a form is a flat object.
 * @throws TemplateInvalid naming the field
 */
export function checkForm(template: TemplateNode): void {
  const fault = formFault(template);
  if (fault !== null) throw new TemplateInvalid(fault);
}

/**
 * Renders a flat object as application/x-www-form-urlencoded (the URL Standard's serialiser): `a=1&b=two+words`.
 * Placeholders become text; one that says `omit` drops its field. Line breaks are allowed, half characters (lone
 * surrogates) are refused: UTF-8 can't carry them.
 * @throws MissingValue, RenderRefused for a nested value and for null, by name
 */
export function renderForm(template: TemplateNode, scope: Scope): string {
  const fault = formFault(template);
  if (template.kind !== 'object' || fault !== null) throw new RenderRefused(null, fault ?? 'a form is an object');
  const form = new URLSearchParams();
  for (const [name, child] of template.entries) {
    const value = renderTextOrOmit(textOf(child) ?? [], scope);
    if (value !== OMITTED) form.append(name, value);
  }
  return checkBytes(form.toString());
}

function formFault(template: TemplateNode): string | null {
  if (template.kind !== 'object')
    return 'a form is an object of names and values: write { "user_id": "{{player.id}}" }';
  const nested = template.entries.find(([, child]) => textOf(child) === null);
  if (nested === undefined) return null;
  const [name, { kind }] = nested;
  const what = kind === 'list' ? 'a list' : kind === 'object' ? 'an object' : 'null';
  return `the form field "${name}" is ${what}: a form holds text, numbers and booleans only`;
}

function textOf(node: TemplateNode): TextTemplate | null {
  if (node.kind === 'text') return node.parts;
  if (node.kind === 'value') return [node.placeholder];
  if (node.kind !== 'literal' || node.value === null) return null;
  return [node.value instanceof Digits ? node.value.text : String(node.value)];
}
