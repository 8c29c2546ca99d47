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
 * What is kept of a body: all of it up to 4 kB, else the first 4 kB of its text.
 * @param keep what may be kept of a text, up to so many characters; `null` for none of it
 * @returns `undefined` when none of it may be kept
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
