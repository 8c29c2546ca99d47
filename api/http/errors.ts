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

/** Every kind of problem that the API answers with (RFC 9457): its status and title. The only such table. */
export const PROBLEMS = {
  'malformed-json': { status: 400, title: 'The body is not acceptable JSON' },
  'malformed-request': { status: 400, title: 'The request is not well-formed' },
  unauthenticated: { status: 401, title: 'A valid key is needed' },
  'missing-scope': { status: 403, title: 'The key lacks a scope' },
  'foreign-origin': { status: 403, title: 'Pages of this origin may not ask' },
  'not-found': { status: 404, title: 'There is no such thing' },
  'method-not-allowed': { status: 405, title: 'The method does not fit the path' },
  'resolved-otherwise': { status: 409, title: 'The call was resolved otherwise' },
  'not-redoable': { status: 409, title: "The call can't be done again" },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'The content type is not supported' },
  invalid: { status: 422, title: 'The request can be read but not followed' },
  unheard: { status: 422, title: 'No journey listens to the event' },
  internal: { status: 500, title: 'Waypost failed' },
  unavailable: { status: 503, title: 'Events cannot be accepted now' },
  'no-worker': { status: 504, title: 'No worker answered in time' },
} as const;

export type ProblemKind = keyof typeof PROBLEMS;

/** What a problem carries beside its kind and its sentence. */
export interface ProblemExtras {
  readonly errors?: readonly Fault[];
  readonly headers?: Readonly<Record<string, string>>;
  /** What the log may know and the answer must not tell. */
  readonly cause?: unknown;
}

/** Thrown anywhere in the API, answered as `application/problem+json`. The message says what happened and what to do. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly errors: readonly Fault[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly kind: ProblemKind,
    detail: string,
    extras: ProblemExtras = {},
  ) {
    super(detail, { cause: extras.cause });
    this.errors = extras.errors ?? [];
    this.headers = extras.headers ?? {};
  }

  get status(): number {
    return PROBLEMS[this.kind].status;
  }
}

/** Seconds after which a request that met an outage is worth repeating. */
export const RETRY_AFTER = '5';

/** The one answer for a run that does not exist, is closed where an open one is needed, or is another brand's. */
export function runNotFound(): Problem {
  return new Problem(
    'not-found',
    'No run of this id is known here, or none that is open where one must be. List the runs with GET /v1/journeys.',
  );
}

/** The one table from errors to problems. What it does not know becomes `internal`, without details. */
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
      'Temporal did not accept in time. Send the same request again: a repeat is harmless.',
      {
        headers: { 'Retry-After': RETRY_AFTER },
        cause: error,
      },
    );
  }
  if (error instanceof NoWorkerAnswered) {
    return new Problem(
      'no-worker',
      'The run is there, but no worker answered. Check that workers run, then ask again.',
      {
        headers: { 'Retry-After': RETRY_AFTER },
        cause: error,
      },
    );
  }
  if (error instanceof PayloadRefused) return new Problem('internal', `${error.message}.`, { cause: error });
  if (isMalformedPath(error)) return new Problem('malformed-request', 'The path holds a malformed percent sequence.');
  return new Problem('internal', 'The log tells more under the id in `instance`.', { cause: error });
}

// Express raises a URIError with status 400 for a path parameter that it can't decode.
function isMalformedPath(error: unknown): boolean {
  return error instanceof URIError && 'status' in error && error.status === 400;
}
