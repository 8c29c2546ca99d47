import { Context } from '@temporalio/activity';
import type { Catalogue } from '../../catalogue/catalogue.js';
import type { Destination } from '../../catalogue/destination/definition.js';
import type { Access } from '../../outbound/auth/authorise.js';
import { ask, type AskedAnswer, type Question, refusalIn } from '../../outbound/lookup/ask.js';
import type { Held } from '../../workflows/contracts/calls/recheck.js';
import type { Admission, Asker, Health } from '../destinations/breaker.js';
import type { Traffic } from '../destinations/traffic.js';
import { blockedBy, holdOfDestination } from '../holds/held-by.js';

/**
 * Conditions of a question: its deadline in epoch milliseconds, and whether it runs in a local activity. Local
 * questions skip destinations that are down.
 */
export interface Asking {
  readonly catalogue: Catalogue;
  readonly access: Access;
  readonly deadline: number;
  readonly traffic: Traffic;
  readonly local: boolean;
  readonly asker: Asker;
}

/** A GET to a destination, and its author for messages, such as `the lookup player-blocks`. */
export interface AskedQuestion extends Omit<Question, 'deadline'> {
  readonly who: string;
  /**
   * Returns true if the answer has a meaning for the asker, so that 401 and 403 don't point to a wrong set-up. Always
   * false if absent.
   */
  readonly isUnderstood?: (answer: Answered) => boolean;
}

type Answered = Extract<AskedAnswer, { kind: 'answer' }>;

/**
 * The result of asking once. `comeBackIn` is the delay before the next try in milliseconds. `isDown`: the destination
 * gives no answers at all.
 */
export type DestinationAnswer =
  | Answered
  | Held
  | { readonly kind: 'unanswered'; readonly reason: string; readonly isDown: boolean; readonly comeBackIn?: number };

const DOWN = 'its destination is down';
const GO: Admission = { kind: 'go' };

/** Longest delay between Temporal's retries, in milliseconds. */
const LONGEST_RETRY = 60_000;

/**
 * Asks a destination once, unless it is held or down. A refusal of all our requests (401, 403, a bad certificate, a
 * missing secret) holds the destination, like the answer to a call does.
 */
export async function askDestination(
  destination: Destination,
  question: AskedQuestion,
  asking: Asking,
): Promise<DestinationAnswer> {
  const { brand } = question;
  const { traffic, local, asker } = asking;
  const hold = holdOfDestination(traffic.holds.current(brand) ?? [], destination.name);
  if (hold !== null) return blockedBy(hold);
  const breaker = traffic.breakers.of(brand, destination.name);
  if (local && breaker.isOpen) return unanswered(DOWN, true);
  const admission = local ? GO : breaker.admit(asker);
  if (admission.kind === 'down') {
    noteWaiting(destination, question, asking, admission.comeBackIn);
    return unanswered(DOWN, true, admission.comeBackIn);
  }
  const askOnce = () => askNow(destination, question, asking);
  if (!local) {
    const answer = await askOnce();
    noteWaiting(destination, question, asking, answer.kind === 'unanswered' && answer.isDown ? LONGEST_RETRY : null);
    return answer;
  }
  const asked = await traffic.slots.run(brand, destination.name, askOnce);
  return asked ?? unanswered('too many lookups of its destination are under way', false);
}

/** Notes for reports that a question waits for a destination. `null`: it waits no longer. */
function noteWaiting(
  { name }: Destination,
  { brand, who }: AskedQuestion,
  { traffic }: Asking,
  comesBackIn: number | null,
): void {
  const { activityId, workflowExecution, scheduledTimestampMs } = Context.current().info;
  const key = `${workflowExecution?.runId ?? ''} ${activityId} ${who}`;
  if (comesBackIn === null) traffic.health.goesOn(brand, name, key);
  else traffic.health.waits(brand, name, key, scheduledTimestampMs, comesBackIn);
}

async function askNow(
  destination: Destination,
  { who, isUnderstood = () => false, ...question }: AskedQuestion,
  { access, deadline, local, traffic }: Asking,
): Promise<DestinationAnswer> {
  const answer = await ask(destination, { ...question, deadline }, access);
  const health = healthOf(answer, local);
  const status = answer.kind === 'answer' ? answer.status : null;
  const refusal = answer.kind === 'answer' && isUnderstood(answer) ? null : refusalIn(answer);
  const isAnswered = status !== null && status < 500;
  const outcome = refusal !== null ? 'question-held' : isAnswered ? 'question-answered' : 'question-unanswered';
  traffic.health.record(question.brand, destination.name, { health, outcome, status });
  if (refusal !== null) {
    const hold = await traffic.tripper.holdDestination(question.brand, destination, `${who}: ${refusal}`);
    return hold === null ? unanswered(refusal, false) : blockedBy(hold);
  }
  return answer.kind === 'answer' ? answer : unanswered(answer.reason, health === 'down');
}

/**
 * Returns the state of the destination that an answer shows. A local question's time-out is too short to mean `down`.
 */
function healthOf(answer: AskedAnswer, local: boolean): Health {
  if (answer.kind === 'answer') return answer.status >= 500 ? 'down' : 'up';
  return answer.isDown && !local ? 'down' : 'unclear';
}

function unanswered(reason: string, isDown: boolean, comeBackIn?: number): DestinationAnswer {
  return { kind: 'unanswered', reason, isDown, ...(comeBackIn === undefined ? {} : { comeBackIn }) };
}
