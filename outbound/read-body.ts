import { JsonRefused, parseJson } from './parse-json.js';
import type { JsonValue } from '../workflows/contracts/json.js';

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

/** What is kept of a body: all of it up to 4 kB, else the first 4 kB of its text. */
export function cutBody(bodyText: string): JsonValue {
  const bytes = Buffer.from(bodyText, 'utf8');
  if (bytes.length <= KEPT_BYTES) return readBody(bodyText);
  // As a stream the decoder keeps back the half of a character that the cut may leave.
  return new TextDecoder().decode(bytes.subarray(0, KEPT_BYTES), { stream: true });
}
