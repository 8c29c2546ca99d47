import { TemplateInvalid } from './errors.js';
import { MAX_TEMPLATE_LENGTH } from './tree.js';

/** Refuses a template that is too long to be one. @throws TemplateInvalid */
export function checkLength(length: number): void {
  if (length <= MAX_TEMPLATE_LENGTH) return;
  const limit = `${MAX_TEMPLATE_LENGTH / 1024} kB, as much as a body may be`;
  throw new TemplateInvalid(`the template is too long (${Math.ceil(length / 1024)} kB or more): its limit is ${limit}`);
}
