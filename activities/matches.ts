import { hasValues } from '../catalogue/has-values.js';
import type { AnswerMatch } from '../workflows/contracts/call.js';
import type { JsonValue } from '../workflows/contracts/json.js';

/** Whether an answer fits any of the matches; all that a match names must hold. */
export function matchesAny(matches: readonly AnswerMatch[] | undefined, status: number, body: JsonValue): boolean {
  return matches?.some((match) => matchesStatus(match, status) && hasValues(body, match.body ?? {})) ?? false;
}

function matchesStatus(match: AnswerMatch, status: number): boolean {
  return match.status === undefined || match.status.includes(status);
}
