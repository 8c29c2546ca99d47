import type { AttemptReport, CallRequest, LookUpAnswer, LookUpRequest, Preparation, SendOrder } from './call.js';
import type { OpenRun, RunSearch } from './ports.js';
import type { RuleDecision, RuleRequest } from './rule.js';

/** What workflows ask of the world. Only `sendCallback` sends. */
export interface Activities {
  /** Renders a call. Only reads. Its result is the decision and stands in the history before the first byte leaves. */
  prepareCall(request: CallRequest): Promise<Preparation>;
  /** Asks a lookup. As a regular activity it throws while the other side can't answer, so that Temporal asks again. */
  lookUp(request: LookUpRequest): Promise<LookUpAnswer>;
  /** Asks a rule's lookups and decides what it makes of an event. Only reads; repeated as `lookUp` is. */
  decideRule(request: RuleRequest): Promise<RuleDecision>;
  /** Makes one HTTP request and reports what is known afterwards. Never throws for anything the other side does. */
  sendCallback(order: SendOrder): Promise<AttemptReport>;
  /** The open runs that an event without their key is for. */
  findOpenRuns(search: RunSearch): Promise<OpenRun[]>;
}
