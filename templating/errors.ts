/** A template that can't be used, whatever values it is given. The message names the part and the fix. */
export class TemplateInvalid extends Error {
  override readonly name: string = 'TemplateInvalid';
}

/** The values at hand can't be put into a template. `placeholder` names the culprit; `null` when it is the whole. */
export class RenderRefused extends Error {
  override readonly name: string = 'RenderRefused';
  constructor(
    readonly placeholder: string | null,
    reason: string,
  ) {
    super(placeholder === null ? reason : `{{${placeholder}}} ${reason}`);
  }
}

/** A placeholder has no value, and neither `default` nor `omit` says what to do then. */
export class MissingValue extends RenderRefused {
  override readonly name = 'MissingValue';
  constructor(placeholder: string) {
    super(placeholder, 'has no value');
  }
}
