import type { Preparation } from '../calls/call.js';
import type { ElsewhereAnswer, Held } from '../calls/recheck.js';
import type { JsonObject } from '../json.js';
import type { Campaign, PlayerEvent, ReceivedEvent } from './event.js';
import type { OwnEventType } from './own-events.js';

/** The input of a rule's decision. */
export interface RuleRequest {
  readonly brand: string;
  readonly rule: string;
  readonly playerId: string;
  /** The values of `{{event.x}}` in a rule: the event's data, and its `id`, `type` and `occurredAt` beneath. */
  readonly event: JsonObject;
  /** The state that came with the event; `null` asks the brand's lookup where the rule names any. */
  readonly state: JsonObject | null;
  readonly campaign: Campaign | null;
}

/** An event as a rule decides on it. Where its data has an `id`, `type` or `occurredAt` of its own, that counts. */
export function ruleRequest(brand: string, rule: string, event: PlayerEvent): RuleRequest {
  const { id, type, occurredAt, playerId, data, state, campaign } = event;
  return {
    brand,
    rule,
    playerId,
    event: { id, type, occurredAt, ...data },
    state: state ?? null,
    campaign: campaign ?? null,
  };
}

/** A call as it leaves the renderer: ready to be sent, or refused with a sentence. */
export type RenderedCall = Extract<Preparation, { kind: 'ready' | 'refused' }>;

/** A call that a rule has decided. `prepared` is `null` where `prepareCall` has yet to render it. */
export interface RuleCall {
  readonly action: string;
  readonly step: string;
  readonly fields: JsonObject;
  readonly prepared: RenderedCall | null;
}

/** The calls of a rule that fires: in order or side by side. */
export interface RuleFires {
  readonly kind: 'fire';
  readonly calls: readonly RuleCall[];
  readonly inOrder: boolean;
  /** True if a call that is not delivered stops those after it. */
  readonly stopOnFailure: boolean;
}

/** The decision of a rule about an event. */
export type RuleDecision = RuleFires | { readonly kind: 'not-eligible'; readonly reason: string };

/** The result of asking a rule's lookups and deciding. `elsewhere` and `held` as of a lookup. */
export type AskedRule = RuleDecision | Held | ElsewhereAnswer;

/** The input of `ruleRun`. */
export interface RuleInput {
  readonly brand: string;
  readonly playerId: string;
  readonly rule: string;
  readonly event: ReceivedEvent;
  /** The hash of the catalogue that the rule was fired under. */
  readonly catalogue: string;
  /** The decision when the event came in; `null` where lookups must be asked first. */
  readonly fires: RuleFires | null;
  /** Waypost's own events that rules of the brand listen to; without it, none. */
  readonly announces?: readonly OwnEventType[];
}
