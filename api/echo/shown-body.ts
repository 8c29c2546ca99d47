import { parse, stringify } from 'lossless-json';
import { parseJson } from '../../outbound/parse-json.js';
import type { EchoedRequest } from './echo-store.js';

/** A body as JSON can carry it: text where it is some, else base64. */
export interface ShownBody {
  readonly text: string;
  readonly encoding: 'utf-8' | 'base64';
}

const CONTROLS = /[^\P{Cc}\t\r\n]/u;

/** A body as it came. */
export function shownBody(request: EchoedRequest): ShownBody {
  const text = textOf(request);
  return text === null ? { text: request.body.toString('base64'), encoding: 'base64' } : { text, encoding: 'utf-8' };
}

/** Longer texts are shown as they came: a line for each value may take a hundred times as much. */
const MAX_INDENTED = 16 * 1024;

/** JSON with a line for each value and every digit as it came; `null` for what is no JSON, too long, or not whole. */
export function indentedJson({ body, size }: EchoedRequest, text: string): string | null {
  if (size > body.length || text.length > MAX_INDENTED || !/^\s*[[{]/.test(text)) return null;
  try {
    parseJson(text); // refuses what is nested deeper than is read anywhere
    return stringify(parse(text), null, 2) ?? null;
  } catch {
    return null; // it is shown as it came
  }
}

function textOf({ body, size }: EchoedRequest): string | null {
  try {
    // As a stream the decoder keeps back the half of a character that a cut may leave.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body, { stream: size > body.length });
    return CONTROLS.test(text) ? null : text;
  } catch {
    return null;
  }
}
