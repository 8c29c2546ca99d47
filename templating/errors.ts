import type { Place } from './place.js';

/**
 * A template that can't be used, whatever values it is given. The message names the part, its place and the fix.
 * `place` is `null` where the template is a tree and not text.
 */
export class TemplateInvalid extends Error {
  override readonly name: string = 'TemplateInvalid';
  constructor(
    message: string,
    readonly place: Place | null = null,
  ) {
    super(place === null ? message : `line ${place.line}, column ${place.column}: ${message}`);
  }
}

/**
 * The values at hand can't be put into a template. `placeholder` is the culprit as its dialect writes it
 * (`{{event.amount}}`, `#UserId#`); `null` when it is the whole.
 */
export class RenderRefused extends Error {
  override readonly name: string = 'RenderRefused';
  constructor(
    readonly placeholder: string | null,
    reason: string,
  ) {
    super(placeholder === null ? reason : `${placeholder} ${reason}`);
  }
}

/** A placeholder has no value, and neither `default` nor `omit` says what to do then. */
export class MissingValue extends RenderRefused {
  override readonly name = 'MissingValue';
  constructor(placeholder: string) {
    super(placeholder, 'has no value');
  }
}
