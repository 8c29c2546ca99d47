import { type FailureKind, failureKind } from './failures.js';
import type { Failed } from './result.js';
import { TargetRefused } from './target-guard.js';
import { WrongTarget } from './target-url.js';
import type { Connection } from './watch-connection.js';

/** Progress of a request. */
export interface Progress {
  connection: Connection;
  /** True once the head of an answer has come. */
  answered: boolean;
}

/** Classifies the error that ended a request. */
export function toFailed(error: unknown, progress: Progress, timedOut: boolean): Failed {
  const { written, brokenOff } = progress.connection;
  const failed = (what: FailureKind, message: string): Failed => ({ kind: 'failed', what, written, message });
  if (error instanceof WrongTarget) return failed('invalid', error.message);
  const refused = refusalIn(error);
  if (refused !== null) return failed('forbidden', refused.message);
  if (brokenOff === 'late') return failed('late', 'the deadline passed before the first byte was written');
  if (brokenOff === 'connect-timeout') return failed('timeout', 'no connection within 5 s');
  if (timedOut) return failed('timeout', written ? 'no complete answer in time' : 'no connection in time');
  const code = codeOf(error);
  const kind = failureKind(code);
  const text = `${kind}${code === undefined ? '' : ` (${code})`}`;
  if (progress.answered && kind !== 'unreadable') return failed('cut-short', `the answer was cut short: ${text}`);
  if (!written && kind === 'reset')
    return failed('tls', `the connection broke before the request was written: ${text}`);
  return failed(kind, `no answer: ${text}`);
}

/** axios wraps the error that ended its request as the `cause` of its own. */
function refusalIn(error: unknown): TargetRefused | null {
  const cause = error instanceof Error && !(error instanceof TargetRefused) ? error.cause : error;
  return cause instanceof TargetRefused ? cause : null;
}

function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
