import type { FailureKind } from './failures.js';

/** An answer: headers in lower case, the body as text, at most 1 MB once decompressed. */
export interface Answer {
  readonly kind: 'answer';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bodyText: string;
  /** The reason why some characters might be wrong, in a sentence; `null` if the body fits its charset. */
  readonly garbled: string | null;
}

/** No usable answer came. `written` is false only if no byte of the request has left. */
export interface Failed {
  readonly kind: 'failed';
  readonly what: FailureKind;
  readonly written: boolean;
  /** A sentence for people, without secrets. */
  readonly message: string;
}

/** The result of one request. */
export type RequestResult = Answer | Failed;
