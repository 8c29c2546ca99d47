import type { TemplateNode } from '../tree.js';
import { decodeString, type JsonNotation, parseJsonText } from './json-text.js';
import { parsePlaceholder } from './placeholder.js';
import { refuseStrayBraces } from './waypost.js';

const NOTATION: JsonNotation = {
  inString: {
    // As in the waypost dialect, with each quote and backslash of a filter's argument escaped once more by JSON.
    pattern: /\{\{((?:[^{}\\]|\\"(?:[^"\\]|\\[^"\\]|\\\\(?:\\["\\]|[^"\\]))*\\"|\\[^"\\])*)\}\}/g,
    read: (match, place) => parsePlaceholder(decodeString(match[1] ?? '', place), place),
    checkLiteral: refuseStrayBraces,
    decode: decodeString,
  },
  unquoted: {
    pattern: /\{\{((?:[^"{}\\]|\\(?!")|"(?:[^"\\]|\\.)*")*)\}\}/y,
    read: (match, place) => parsePlaceholder(match[1] ?? '', place),
  },
  example: '{{event.amount}}',
};

/**
 * Parses a body of the smartico dialect: JSON text with `{{state.x}}` and `{{event.x}}`, spaces and filters allowed.
 * Quoted, a placeholder gives a JSON string always, numbers too, as Smartico's page suggests; unquoted, the value keeps
 * its type. To send two braces as they are, write them `\u007b\u007b`.
 * @throws TemplateInvalid with line and column
 */
export function parseSmartico(text: string): TemplateNode {
  return parseJsonText(text, NOTATION);
}
