/** The longest reason or stage that a run keeps in its state. */
export const MAX_REASON_BYTES = 300;

const encoder = new TextEncoder();

/** The size of a value in a history: its bytes as JSON in UTF-8. */
export function jsonBytes(value: unknown): number {
  return encoder.encode(JSON.stringify(value)).length;
}

/** A text that takes at most `max` bytes as JSON: its beginning and an ellipsis where it is too long. */
export function cut(text: string, max: number): string {
  if (jsonBytes(text) <= max) return text;
  let kept = text.slice(0, max);
  while (jsonBytes(`${kept}…`) > max) kept = kept.slice(0, Math.floor(kept.length * 0.8));
  return `${kept}…`;
}
