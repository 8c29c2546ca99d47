import { TemplateInvalid } from '../errors.js';
import type { Place } from '../place.js';
import { MAX_TEMPLATE_LENGTH, type Placeholder, type TextTemplate } from '../tree.js';

/** Notation of a dialect's placeholders in text. */
export interface Notation {
  /** Finds the next placeholder; global. */
  readonly pattern: RegExp;
  /** Reads a match of the pattern. @throws TemplateInvalid */
  read(match: RegExpMatchArray, place: Place | null): Placeholder;
  /** Refuses text between placeholders that looks like a mistyped one. @throws TemplateInvalid */
  checkLiteral(text: string, placeOf: (offset: number) => Place | null): void;
  /** Decodes the text between placeholders. @throws TemplateInvalid */
  decode(text: string, place: Place | null): string;
}

/**
 * Splits text into what stands as it is and placeholders. `omit` is allowed where `mayOmit` says so and the placeholder
 * is all there is. `placeOf` gives the place of an offset in the text.
 * @throws TemplateInvalid
 */
export function splitText(
  source: string,
  notation: Notation,
  mayOmit: boolean,
  placeOf: (offset: number) => Place | null,
): TextTemplate {
  const parts: (string | Placeholder)[] = [];
  let end = 0;
  const addLiteral = (until: number): void => {
    if (until === end) return;
    const [text, start] = [source.slice(end, until), end];
    notation.checkLiteral(text, (offset) => placeOf(start + offset));
    parts.push(notation.decode(text, placeOf(start)));
  };
  for (const match of source.matchAll(notation.pattern)) {
    addLiteral(match.index);
    parts.push(notation.read(match, placeOf(match.index)));
    end = match.index + match[0].length;
  }
  addLiteral(source.length);
  if (!(mayOmit && parts.length === 1)) refuseOmit(parts);
  return parts;
}

/** Refuses `omit` where there is nothing that could be left out. @throws TemplateInvalid */
export function refuseOmit(parts: TextTemplate): void {
  const culprit = parts.find((part) => typeof part !== 'string' && omits(part));
  if (culprit === undefined || typeof culprit === 'string') return;
  const where = 'use it where the placeholder is the whole value of a key, a list item or a query parameter';
  throw new TemplateInvalid(`${culprit.written}: omit has nothing to drop here: ${where}`, culprit.place);
}

/** True if a placeholder has the filter `omit`. */
export function omits(placeholder: Placeholder): boolean {
  return placeholder.filters.some((filter) => filter.name === 'omit');
}

/** True if a placeholder has the filter `segments`. */
export function takesSegments(placeholder: Placeholder): boolean {
  return placeholder.filters.some((filter) => filter.name === 'segments');
}

/** Refuses `segments` in what is no path. @throws TemplateInvalid */
export function refuseSegments(placeholders: readonly Placeholder[]): void {
  const culprit = placeholders.find(takesSegments);
  if (culprit === undefined) return;
  throw new TemplateInvalid(`${culprit.written}: segments is only for paths: remove it here`, culprit.place);
}

/** Refuses a template that is too long to be one. @throws TemplateInvalid */
export function checkLength(length: number): void {
  if (length <= MAX_TEMPLATE_LENGTH) return;
  const limit = `${MAX_TEMPLATE_LENGTH / 1024} kB, as much as a body may be`;
  throw new TemplateInvalid(`the template is too long (${Math.ceil(length / 1024)} kB or more): its limit is ${limit}`);
}
