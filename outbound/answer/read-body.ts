import type { JsonValue } from '../../workflows/contracts/json.js';
import { JsonRefused, parseJson } from './parse-json.js';

const KEPT_BYTES = 4 * 1024;

/** An answer's body: JSON when it is some, its text when it is not, `null` when it is empty. */
export function readBody(bodyText: string): JsonValue {
  if (bodyText.trim() === '') return null;
  try {
    return parseJson(bodyText);
  } catch (error) {
    if (error instanceof JsonRefused) return bodyText;
    throw error;
  }
}

/**
 * Cuts a body for keeping: all of it up to 4 kB, otherwise the first 4 kB of its text.
 * @param keep returns the part of a text that can be kept, up to a number of characters; `null` for none
 * @returns `undefined` if none of it can be kept
 */
export function cutBody(
  bodyText: string,
  keep: (text: string, until: number) => string | null = (text, until) => text.slice(0, until),
): JsonValue | undefined {
  const bytes = Buffer.from(bodyText.slice(0, KEPT_BYTES + 1), 'utf8');
  // As a stream the decoder keeps back the half of a character that the cut may leave.
  const first = new TextDecoder().decode(bytes.subarray(0, KEPT_BYTES), { stream: true });
  const kept = keep(bodyText, first.length);
  if (kept === null) return undefined;
  return bytes.length <= KEPT_BYTES ? readBody(kept) : kept;
}
