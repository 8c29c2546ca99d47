import type { JsonValue } from '../json.js';
import type { AnswerMatch } from './answers.js';
import type { Held } from './recheck.js';

/** The status lookup of a `reconcile` action: asks the other side whether it has done a call. */
export interface StatusQuestion {
  /** Path and query below the destination's base URL, encoded: `/grants/wp_…`. Asked by GET. */
  readonly path: string;
  /** The answers that say it is done; any of the list suffices. */
  readonly done: readonly AnswerMatch[];
  /** The answers that say it is not done, and will not be by what was sent. */
  readonly notDone: readonly AnswerMatch[];
  /** The delay before the first question. A request on its way must have arrived by then. Milliseconds. */
  readonly after: number;
  /** The time of asking, before a person is asked. Milliseconds. */
  readonly patience: number;
}

/** The answer of the status lookup. `unclear`: neither; asked again later. `held`: not asked. */
export type StatusAnswer =
  | { readonly kind: 'done'; readonly reason: string; readonly answer: JsonValue }
  | { readonly kind: 'not-done'; readonly reason: string }
  | { readonly kind: 'unclear'; readonly reason: string }
  | Held;
