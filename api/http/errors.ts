import {
  CallNotRedoable,
  NothingKnown,
  NoWorkerAnswered,
  OrderRefused,
  PayloadRefused,
  ResolvedOtherwise,
  RunNotFound,
  TemporalUnavailable,
} from '../../client/errors.js';
import type { Fault } from './problem.js';

/** Status and title of every kind of problem that the API answers with (RFC 9457). */
export const PROBLEMS = {
  'malformed-json': { status: 400, title: 'JSON not well-formed' },
  'malformed-request': { status: 400, title: 'Bad request' },
  unauthenticated: { status: 401, title: 'Not authenticated' },
  'missing-scope': { status: 403, title: 'Missing scope' },
  'foreign-origin': { status: 403, title: 'Origin not allowed' },
  'not-found': { status: 404, title: 'Not found' },
  'method-not-allowed': { status: 405, title: 'Method not allowed' },
  'resolved-otherwise': { status: 409, title: 'Conflicting resolution' },
  'not-redoable': { status: 409, title: 'Redo not possible' },
  'body-too-large': { status: 413, title: 'Body too large' },
  'unsupported-media-type': { status: 415, title: 'Unsupported media type' },
  invalid: { status: 422, title: 'Invalid request' },
  unheard: { status: 422, title: 'Unheard event' },
  internal: { status: 500, title: 'Internal error' },
  unavailable: { status: 503, title: 'Temporal unavailable' },
  'no-worker': { status: 504, title: 'No worker answered' },
} as const;

export type ProblemKind = keyof typeof PROBLEMS;

/** The optional parts of a problem. */
export interface ProblemExtras {
  readonly errors?: readonly Fault[];
  readonly headers?: Readonly<Record<string, string>>;
  /** The title of the kind unless given. */
  readonly title?: string;
  /** Goes to the log; the answer never shows it. */
  readonly cause?: unknown;
}

/** Thrown anywhere in the API and answered as `application/problem+json`. Its message says what happened and what to do. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly errors: readonly Fault[];
  readonly headers: Readonly<Record<string, string>>;
  readonly title: string;

  constructor(
    readonly kind: ProblemKind,
    detail: string,
    extras: ProblemExtras = {},
  ) {
    super(detail, { cause: extras.cause });
    this.errors = extras.errors ?? [];
    this.headers = extras.headers ?? {};
    this.title = extras.title ?? PROBLEMS[kind].title;
  }

  get status(): number {
    return PROBLEMS[this.kind].status;
  }
}

/** Seconds that a caller should wait before it repeats a request that met an outage. */
export const RETRY_AFTER = '5';

/** Returns the same answer for a run that does not exist, is closed where an open one is needed, or belongs to another brand. */
export function runNotFound(): Problem {
  return new Problem(
    'not-found',
    'The brand has no run with this id, or the run is closed and the request needs an open one. GET /v1/journeys lists runs.',
  );
}

/** Maps every error to a problem. An unknown error becomes `internal`, without details. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof RunNotFound) return runNotFound();
  if (error instanceof NothingKnown) return new Problem('not-found', error.message, { cause: error });
  if (error instanceof ResolvedOtherwise) {
    return new Problem('resolved-otherwise', `${error.message}.`, { cause: error });
  }
  if (error instanceof CallNotRedoable) return new Problem('not-redoable', `${error.message}.`, { cause: error });
  if (error instanceof OrderRefused) {
    return new Problem('invalid', `${error.field}: ${error.message}`, {
      errors: [{ field: error.field, message: error.message }],
    });
  }
  if (error instanceof TemporalUnavailable) {
    return new Problem(
      'unavailable',
      'Temporal did not answer in time. Send the same request again: a repeat is harmless.',
      {
        headers: { 'Retry-After': RETRY_AFTER },
        cause: error,
      },
    );
  }
  if (error instanceof NoWorkerAnswered) {
    return new Problem(
      'no-worker',
      'The run exists, but no worker answered in time. Check that workers run, then repeat the request.',
      {
        headers: { 'Retry-After': RETRY_AFTER },
        cause: error,
      },
    );
  }
  if (error instanceof PayloadRefused) return new Problem('internal', `${error.message}.`, { cause: error });
  if (isMalformedPath(error))
    return new Problem('malformed-request', 'The path contains a malformed percent sequence.');
  return new Problem('internal', 'Search the log for the id in `instance`: it has the cause.', { cause: error });
}

// Express raises a URIError with status 400 for a path parameter that it can't decode.
function isMalformedPath(error: unknown): boolean {
  return error instanceof URIError && 'status' in error && error.status === 400;
}
