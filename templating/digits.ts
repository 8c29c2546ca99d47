const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** A number by its digits, to be written unquoted exactly as they stand. */
export class Digits {
  constructor(readonly text: string) {}
}

/** Whether text is a number as JSON writes it. */
export function isJsonNumber(text: string): boolean {
  return JSON_NUMBER.test(text);
}
