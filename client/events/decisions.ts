import type { JsonObject } from '../../workflows/contracts/json.js';
import type { Campaign } from '../../workflows/contracts/runs/event.js';

/** An event as a caller reports it, with a checked envelope and its brand. */
export interface IncomingEvent {
  readonly brand: string;
  readonly id: string;
  readonly type: string;
  readonly playerId: string;
  /** ISO 8601. */
  readonly occurredAt: string;
  readonly data: JsonObject;
  readonly state?: JsonObject;
  readonly campaign?: Campaign;
}

/**
 * The decision about an event: one for each journey that starts on, hears or exits on its type and for each rule that
 * fires on it, or a single `unheard` or `invalid`. `invalid` names a journey if the event lacks that journey's key.
 */
export type Decision =
  /** A run started. `id` is its workflow id, `run` its Temporal run id (`null` in a dry run). */
  | { readonly decision: 'started'; readonly journey: string; readonly id: string; readonly run: string | null }
  /** The event is in the run's history, or in that of the sweep that carries it to the player's runs. */
  | { readonly decision: 'signalled'; readonly journey: string; readonly id: string }
  /** A rule was fired. `id` and `run` are those of its run (`run` is `null` in a dry run). */
  | { readonly decision: 'fired'; readonly rule: string; readonly id: string; readonly run: string | null }
  /** This event has already started that run, or fired that rule. */
  | { readonly decision: 'duplicate'; readonly journey: string; readonly id: string; readonly run: string }
  | { readonly decision: 'duplicate'; readonly rule: string; readonly id: string; readonly run: string }
  | { readonly decision: 'not-eligible'; readonly journey: string; readonly reason: string; readonly id?: string }
  | { readonly decision: 'not-eligible'; readonly rule: string; readonly reason: string }
  | { readonly decision: 'held-out'; readonly journey: string }
  | { readonly decision: 'held-out'; readonly rule: string }
  | { readonly decision: 'unheard'; readonly reason: string }
  | { readonly decision: 'invalid'; readonly field: string; readonly reason: string; readonly journey?: string };
