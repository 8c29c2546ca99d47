import { Context } from '@temporalio/activity';
import { mapAnswer } from '../../catalogue/action/map-answer.js';
import { findDestination, NotInCatalogue } from '../../catalogue/find.js';
import { cutBody } from '../../outbound/answer/read-body.js';
import type { Access } from '../../outbound/auth/authorise.js';
import type { AskedAnswer } from '../../outbound/lookup/ask.js';
import type { Activities } from '../../workflows/contracts/activities.js';
import type { PreparedCall } from '../../workflows/contracts/calls/call.js';
import type { StatusAnswer, StatusQuestion } from '../../workflows/contracts/calls/status.js';
import type { JsonValue } from '../../workflows/contracts/json.js';
import type { ActivityDependencies } from '../dependencies.js';
import type { Traffic } from '../destinations/traffic.js';
import { askDestination } from '../reads/ask-destination.js';
import { matchesAny } from './classify-answer.js';

const ANSWER_TIME_MS = 8_000;

/** Creates the activity that asks a destination for the outcome of a call. Answers are returned, never thrown. */
export function createAskStatus(
  dependencies: ActivityDependencies,
  access: Access,
  traffic: Traffic,
): Activities['askStatus'] {
  return async (call) => {
    const answer = await statusOf(call, dependencies, access, traffic);
    const { callKey, action } = call;
    Context.current().log.info('call asked about', { callKey, action, kind: answer.kind, reason: answer.reason });
    return answer;
  };
}

async function statusOf(
  call: PreparedCall,
  { catalogue }: ActivityDependencies,
  access: Access,
  traffic: Traffic,
): Promise<StatusAnswer> {
  const { brand, action, status } = call;
  if (status === undefined) return unclear(`${action} has no status to ask for`);
  try {
    const destination = findDestination(catalogue(), brand, call.destination);
    const about = { brand, path: status.path, headers: {}, who: `the status lookup of ${action}` };
    const isUnderstood = (given: Answered) => judge(call, status, given).kind !== 'unclear';
    const asking = { catalogue: catalogue(), access, deadline: Date.now() + ANSWER_TIME_MS, traffic, local: false };
    const answer = await askDestination(destination, { ...about, isUnderstood }, { ...asking, asker: 'retry' });
    if (answer.kind === 'answer') return judge(call, status, answer);
    if (answer.kind === 'held') return answer;
    const isTurnedAway = answer.comeBackIn !== undefined;
    return unclear(isTurnedAway ? `not asked: ${answer.reason}` : `no answer: ${answer.reason}`);
  } catch (error) {
    if (error instanceof NotInCatalogue) return unclear(error.message);
    throw error;
  }
}

type Answered = Extract<AskedAnswer, { kind: 'answer' }>;

function judge(call: PreparedCall, question: StatusQuestion, { status, body }: Answered): StatusAnswer {
  const done = matchesAny(question.done, status, body);
  const notDone = matchesAny(question.notDone, status, body);
  if (done && notDone) return unclear(`${status}: matches both done and notDone`);
  if (done) return { kind: 'done', reason: `${status}: matches done`, answer: handedOut(call, body) };
  return notDone
    ? { kind: 'not-done', reason: `${status}: matches notDone` }
    : unclear(`${status}: matches neither done nor notDone`);
}

/** Returns the answer for the journey: mapped as the action says if it fits the mapping, else unchanged. */
function handedOut({ answers }: PreparedCall, body: JsonValue): JsonValue {
  const mapped = answers.answer === undefined ? null : mapAnswer(answers.answer, body);
  if (mapped !== null && 'answer' in mapped) return mapped.answer;
  return cutBody(typeof body === 'string' ? body : JSON.stringify(body)) ?? null;
}

function unclear(reason: string): StatusAnswer {
  return { kind: 'unclear', reason };
}
