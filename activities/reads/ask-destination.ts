import { Context } from '@temporalio/activity';
import type { Catalogue } from '../../catalogue/catalogue.js';
import type { Destination } from '../../catalogue/destination/definition.js';
import type { Access } from '../../outbound/auth/authorise.js';
import { ask, type AskedAnswer, type Question, refusalIn } from '../../outbound/lookup/ask.js';
import type { Held } from '../../workflows/contracts/calls/recheck.js';
import type { Admission, Asker, Health } from '../destinations/breaker.js';
import type { Traffic } from '../destinations/traffic.js';
import { blockedBy, holdOfDestination } from '../holds/held-by.js';

/** How to ask: until when (epoch milliseconds), and whether within a local activity, which asks nobody who is down. */
export interface Asking {
  readonly catalogue: Catalogue;
  readonly access: Access;
  readonly deadline: number;
  readonly traffic: Traffic;
  readonly local: boolean;
  readonly asker: Asker;
}

/** A GET to a destination, and who makes it: `the lookup player-blocks`. */
export interface AskedQuestion extends Omit<Question, 'deadline'> {
  readonly who: string;
  /** Whether an answer is understood as it is, so that 401 and 403 say nothing of our set-up; unless given, none is. */
  readonly isUnderstood?: (answer: Answered) => boolean;
}

type Answered = Extract<AskedAnswer, { kind: 'answer' }>;

/** What asking once came to. `comeBackIn`: when to ask again, in milliseconds; `isDown`: nobody answers there. */
export type DestinationAnswer =
  | Answered
  | Held
  | { readonly kind: 'unanswered'; readonly reason: string; readonly isDown: boolean; readonly comeBackIn?: number };

const DOWN = 'its destination is down';
const GO: Admission = { kind: 'go' };

/** Temporal asks again at least so often; milliseconds. */
const LONGEST_RETRY = 60_000;

/**
 * Asks a destination once, unless it is held or down. An answer that refuses us as a whole holds it, as the answer to a
 * call does: 401, 403, a bad certificate, a secret that is missing.
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
  const asked = await traffic.slots.run(`${brand}:${destination.name}`, askOnce);
  return asked ?? unanswered('too many lookups of its destination are under way', false);
}

/** For whoever asks what waits for a destination, and since when. `null`: the question waits no longer. */
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
  traffic.health.record(question.brand, destination.name, {
    health,
    outcome: `question-${answer.kind === 'answer' ? 'answered' : 'unanswered'}`,
    status,
  });
  const refusal = answer.kind === 'answer' && isUnderstood(answer) ? null : refusalIn(answer);
  if (refusal !== null) {
    const hold = await traffic.tripper.holdDestination(question.brand, destination, `${who}: ${refusal}`);
    return hold === null ? unanswered(refusal, false) : blockedBy(hold);
  }
  return answer.kind === 'answer' ? answer : unanswered(answer.reason, health === 'down');
}

/** What an answer to a question says of its destination. The time of a local one is too short to say that it is down. */
function healthOf(answer: AskedAnswer, local: boolean): Health {
  if (answer.kind === 'answer') return answer.status >= 500 ? 'down' : 'up';
  return answer.isDown && !local ? 'down' : 'unclear';
}

function unanswered(reason: string, isDown: boolean, comeBackIn?: number): DestinationAnswer {
  return { kind: 'unanswered', reason, isDown, ...(comeBackIn === undefined ? {} : { comeBackIn }) };
}
