import type { AnswerMatch } from '../../workflows/contracts/call.js';
import type { Issue } from '../read/issues.js';

/** A match that names nothing, among those at a key of an action. */
export function emptyMatchIssues(key: string, matches: readonly AnswerMatch[] | undefined): Issue[] {
  const empty = matches?.some(({ status, body }) => status === undefined && Object.keys(body ?? {}).length === 0);
  return empty ? [{ path: [key], message: 'would match every answer: name a status, or what the body holds' }] : [];
}
