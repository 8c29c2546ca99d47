import type { CallRunInput } from './calls/call-run.js';
import type {
  AttemptReport,
  CallRequest,
  LookUpAnswer,
  LookUpRequest,
  Preparation,
  PreparedCall,
  SendOrder,
} from './calls/call.js';
import type { Clearance } from './calls/recheck.js';
import type { StatusAnswer } from './calls/status.js';
import type { AnyBulkOrder, BulkAnswer, BulkCall, BulkPage } from './keepers/bulk.js';
import type { HoldReleased } from './keepers/hold.js';
import type { LimitAnswer } from './keepers/limit.js';
import type { OpenRun, RunSearch } from './ports.js';
import type { OwnEvent } from './runs/own-events.js';
import type { AskedRule, RuleRequest } from './runs/rule.js';

/** The activities that workflows use. Only `sendCallback` sends. */
export interface Activities {
  /**
   * Renders a call, or finds the bytes that a run which was reset has sent for it. Only reads. Its result is the decision
   * and stands in the history before the first byte leaves. `asked` is the time by the run's own clock (ISO 8601), for
   * the allowed hours. `originalRunId` is the run's own before any reset; without it, there was none.
   */
  prepareCall(request: CallRequest, asked: string, originalRunId?: string): Promise<Preparation>;
  /** Asks a lookup. As a regular activity it throws while the other side can't answer, so that Temporal asks again. */
  lookUp(request: LookUpRequest): Promise<LookUpAnswer>;
  /** Asks a rule's lookups and decides what it makes of an event. Only reads; repeated as `lookUp` is. */
  decideRule(request: RuleRequest): Promise<AskedRule>;
  /** Makes one HTTP request and reports what is known afterwards. Never throws for anything the other side does. */
  sendCallback(order: SendOrder): Promise<AttemptReport>;
  /** Asks holds, guards and allowed hours again about a call that has waited. Only reads. */
  clearCall(call: PreparedCall, asked: string): Promise<Clearance>;
  /** Asks the other side whether it has done a call. Never throws for anything the other side does. */
  askStatus(call: PreparedCall): Promise<StatusAnswer>;
  /** Reserves a call's limits, all or none. Asked again with the same call, it answers the same. */
  reserveLimits(call: PreparedCall): Promise<LimitAnswer>;
  /** Ends the reservation: it counts for ever after, or is given back. Said again, it changes nothing. */
  settleLimits(call: PreparedCall, counts: boolean): Promise<void>;
  /** Makes the first attempt of a call outside any workflow, once; what it leaves open goes on in the call's own run. */
  fireCall(input: CallRunInput): Promise<AttemptReport>;
  /**
   * Starts a call's own run, which learns what a run that was reset may have sent. Repeated, it starts no second one.
   * `originalRunId` as in `prepareCall`.
   */
  startCallRun(input: CallRunInput, originalRunId?: string): Promise<void>;
  /** Fires the rules that listen to one of Waypost's own events. Repeated, it fires none again. */
  announceEvent(event: OwnEvent): Promise<void>;
  /** Tells every run that may wait for a hold that it is gone, at a bounded rate. Told again, they look once more. */
  wakeHeld(brand: string, released: HoldReleased): Promise<void>;
  /** Tells every run that waits for a destination that it answers again, at a rate that rises. Told again, they try once more. */
  wakeWaiting(brand: string, destination: string): Promise<void>;
  /** The calls that an order by filter is about, page by page. `at`: those parked, or ended, later are not. */
  findParked(order: AnyBulkOrder, at: string, cursor: string | null): Promise<BulkPage>;
  /** Resolves calls, or does them again, at the order's rate; tells of each what came of it. Repeated, it changes nothing. */
  resolveParked(order: AnyBulkOrder, calls: readonly BulkCall[]): Promise<BulkAnswer[]>;
  /** The open runs that an event without their key is for. */
  findOpenRuns(search: RunSearch): Promise<OpenRun[]>;
}
