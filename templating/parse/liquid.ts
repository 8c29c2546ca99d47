import { TemplateInvalid } from '../errors.js';
import type { Place } from '../place.js';

const TAG = /\{%-?\s*(\w*)[^%]*%\}/g;

/** A Liquid tag in a text, and what to write instead. */
export interface LiquidTag {
  readonly offset: number;
  readonly message: string;
}

/** The Liquid tags in a text that begin something: `{% if … %}`, not its `{% endif %}`. */
export function liquidTags(text: string): LiquidTag[] {
  if (!text.includes('{%')) return [];
  return [...text.matchAll(TAG)]
    .filter(({ 1: name = '' }) => !/^(?:end|else|elsif|when)/.test(name))
    .map(({ 0: tag, 1: name = '', index }) => ({
      offset: index,
      message: `Liquid tags are not supported: ${tag.length > 60 ? `${tag.slice(0, 60)}…` : tag}. ${insteadOf(name)}`,
    }));
}

/** Refuses text with a Liquid tag in it. @throws TemplateInvalid at the first one */
export function refuseLiquid(text: string, placeOf: (offset: number) => Place | null): void {
  const [first] = liquidTags(text);
  if (first !== undefined) throw new TemplateInvalid(first.message, placeOf(first.offset));
}

function insteadOf(name: string): string {
  switch (name) {
    case 'if':
    case 'unless':
    case 'case':
      return (
        'Write {{x | default: "…"}} for a value that may be missing, {{x | omit}} to leave its key out; ' +
        'for other conditions make two actions, and let a rule (if) or a journey choose'
      );
    case 'for':
    case 'tablerow':
      return 'Send the list as it is: {{event.items}}, without quotes';
    default:
      return 'Write the value itself, or a placeholder such as {{event.amount}}';
  }
}
