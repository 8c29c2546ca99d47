import { DECISIONS, type ResolutionDecision } from '../contracts/calls/call.js';
import type { JsonObject } from '../contracts/json.js';
import type { ReceivedEvent } from '../contracts/runs/event.js';

/** The decisions about a call that must not be sent again. */
export const WITHOUT_RETRY: readonly ResolutionDecision[] = DECISIONS.filter((decision) => decision !== 'retry');

/** The reason for which a run closes before its story ends. */
export type Closing =
  | { readonly as: 'exited' | 'cancelled'; readonly reason: string }
  | { readonly as: 'restarted'; readonly reason: string; readonly next: RestartWith }
  | { readonly as: 'failed'; readonly reason: string };

/** The start of a restarted run. */
export interface RestartWith {
  readonly event: ReceivedEvent;
  readonly settings: JsonObject;
  readonly catalogue: string;
}
