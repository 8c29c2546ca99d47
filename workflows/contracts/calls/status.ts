import type { JsonValue } from '../json.js';
import type { AnswerMatch } from './answers.js';
import type { Held } from './recheck.js';

/** How the other side is asked whether it has done a call: the status lookup of an action that is `reconcile`. */
export interface StatusQuestion {
  /** Path and query below the destination's base URL, encoded: `/grants/wp_…`. Asked by GET. */
  readonly path: string;
  /** The answers that say it is done; any of the list suffices. */
  readonly done: readonly AnswerMatch[];
  /** The answers that say it is not done, and will not be by what was sent. */
  readonly notDone: readonly AnswerMatch[];
  /** How long after an unknown attempt to ask first: what is on its way must have arrived by then. Milliseconds. */
  readonly after: number;
  /** How long it is asked before a person is. Milliseconds. */
  readonly patience: number;
}

/** What the status lookup says about a call. `unclear`: neither; asked again later. `held`: not asked. */
export type StatusAnswer =
  | { readonly kind: 'done'; readonly reason: string; readonly answer: JsonValue }
  | { readonly kind: 'not-done'; readonly reason: string }
  | { readonly kind: 'unclear'; readonly reason: string }
  | Held;
