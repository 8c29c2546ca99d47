import type { StatusQuestion } from '../../workflows/contracts/status.js';

/** How an action's destination is asked what became of a call: a GET below its URL. */
export interface StatusLookup extends Pick<StatusQuestion, 'done' | 'notDone' | 'after' | 'patience'> {
  /** A path template. */
  readonly path: string;
  /** Templates by the name of the query's parameter. */
  readonly query: Readonly<Record<string, string>>;
}
