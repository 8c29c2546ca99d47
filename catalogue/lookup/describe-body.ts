import type { JsonValue } from '../../workflows/contracts/json.js';

const HTML = /^\s*(<!--[\s\S]{0,500}?-->\s*)?<(!doctype\s+html|html|head|body|title|div|p|h1|center)\b/i;

/**
 * Says what a body is that should have been JSON, as the end of the sentence "the answer is …"; `null` when it is some.
 * @param body as it was read: text where it is no JSON, `null` where it is empty
 */
export function describeBody(body: JsonValue): string | null {
  if (body === null) return 'empty';
  if (typeof body !== 'string') return null;
  return HTML.test(body) ? 'an HTML page, not JSON: check the address and the auth' : 'text, not JSON';
}
