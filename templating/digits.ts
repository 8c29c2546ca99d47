const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** A number by its digits, to be written unquoted exactly as they stand. */
export class Digits {
  constructor(readonly text: string) {}
}

/** True for a number as JSON writes it. */
export function isJsonNumber(text: string): boolean {
  return JSON_NUMBER.test(text);
}

/** The number that JSON text writes; by its digits where JavaScript would write it otherwise (`1.50`, 2^53 + 1). */
export function numberOf(text: string): number | Digits {
  return String(Number(text)) === text ? Number(text) : new Digits(text);
}
