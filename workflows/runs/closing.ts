import { DECISIONS, type ResolutionDecision } from '../contracts/calls/call.js';
import type { JsonObject } from '../contracts/json.js';
import type { ReceivedEvent } from '../contracts/runs/event.js';

/** The decisions about a call that must not be sent again. */
export const WITHOUT_RETRY: readonly ResolutionDecision[] = DECISIONS.filter((decision) => decision !== 'retry');

/** Why a run closes before its story has come to an end of its own. */
export type Closing =
  | { readonly as: 'exited' | 'cancelled'; readonly reason: string }
  | { readonly as: 'restarted'; readonly reason: string; readonly next: RestartWith }
  | { readonly as: 'failed'; readonly reason: string };

/** What a restarted run begins with. */
export interface RestartWith {
  readonly event: ReceivedEvent;
  readonly settings: JsonObject;
  readonly catalogue: string;
}
