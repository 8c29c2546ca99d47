import type { FailureKind } from './failures.js';

/** What came back: headers in lower case, the body as text, at most 1 MB once decompressed. */
export interface Answer {
  readonly kind: 'answer';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bodyText: string;
  /** Why some characters of the text may be wrong, in a sentence; `null` when it was read by its charset. */
  readonly garbled: string | null;
}

/** No usable answer came. `written` is false only when surely no byte of the request has left. */
export interface Failed {
  readonly kind: 'failed';
  readonly what: FailureKind;
  readonly written: boolean;
  /** A sentence for people, without secrets. */
  readonly message: string;
}

/** What one request came to. */
export type RequestResult = Answer | Failed;
