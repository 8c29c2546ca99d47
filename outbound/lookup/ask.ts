import type { Destination } from '../../catalogue/destination/definition.js';
import type { JsonValue } from '../../workflows/contracts/json.js';
import { NOT_KEPT } from '../answer/mask-secrets.js';
import { readBody } from '../answer/read-body.js';
import type { Access } from '../auth/authorise.js';
import type { FailureKind } from '../request/failures.js';
import { type JudgedAnswer, sendAuthorised } from '../request/send-authorised.js';

/** A GET to a brand's destination: path and query below its URL, and the headers that add to the destination's. */
export interface Question {
  readonly brand: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Epoch milliseconds; the destination's own time may end sooner. */
  readonly deadline: number;
}

/** An answer with any status, or the reason why there is none that can be read. */
export type AskedAnswer =
  | { readonly kind: 'answer'; readonly status: number; readonly body: JsonValue }
  /**
   * `isDown`: nobody answers there; asked so, nobody else would be answered either. `isWrongSetUp`: a secret or
   * certificate of the destination keeps every request from it.
   */
  | {
      readonly kind: 'unanswered';
      readonly reason: string;
      readonly isDown: boolean;
      readonly isWrongSetUp: boolean;
    };

/** Failures that a destination shows when it is down or cut off. */
const SILENCE: ReadonlySet<FailureKind> = new Set([
  'dns',
  'refused',
  'unreachable',
  'tls',
  'timeout',
  'reset',
  'cut-short',
]);

/** Asks by GET, for lookups and option lists. Its body comes as JSON, as text where it is none, `null` where it is empty. */
export async function ask(destination: Destination, question: Question, access: Access): Promise<AskedAnswer> {
  const result = await sendAuthorised(
    destination,
    {
      brand: question.brand,
      method: 'GET',
      path: question.path,
      headers: { ...inLowerCase(destination.headers), ...inLowerCase(question.headers) },
      body: null,
      signedAs: null,
      deadline: Math.min(question.deadline, Date.now() + destination.timeout),
      fresh: false,
      isRejected: (answer) => answer.status === 401,
    },
    access,
  );
  switch (result.kind) {
    case 'unproven':
      return unanswered(result.reason, result.class === 'retry', result.class === 'held');
    case 'failed':
      return unanswered(result.message, SILENCE.has(result.what), result.what === 'certificate');
    case 'answer':
      return read(result);
  }
}

function read({ status, garbled, unmasked, keep }: JudgedAnswer): AskedAnswer {
  if (garbled !== null) return unanswered(`its answer can't be read: ${garbled}`, false, false);
  const kept = keep(unmasked());
  if (kept === null) return unanswered(`its answer is ${NOT_KEPT}`, false, false);
  return { kind: 'answer', status, body: readBody(kept) };
}

/** The reason if a status refuses our credentials; otherwise `null`. */
export function refusesUs(status: number): string | null {
  return status === 401 || status === 403 ? `${status}: the destination does not accept our credentials` : null;
}

/** The reason if an answer refuses us as a whole; otherwise `null`. */
export function refusalIn(answer: AskedAnswer): string | null {
  if (answer.kind === 'unanswered') return answer.isWrongSetUp ? answer.reason : null;
  return refusesUs(answer.status);
}

function unanswered(reason: string, isDown: boolean, isWrongSetUp: boolean): AskedAnswer {
  return { kind: 'unanswered', reason, isDown, isWrongSetUp };
}

/** So that one header does not go out twice under two spellings. Those that are secret come with the proof. */
function inLowerCase(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name.toLowerCase(), value]] : [],
    ),
  );
}
