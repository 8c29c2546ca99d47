import { Context } from '@temporalio/activity';
import { NotInCatalogue } from '../../catalogue/find.js';
import type { Access } from '../../outbound/auth/authorise.js';
import type { AttemptReport, PreparedCall } from '../../workflows/contracts/calls/call.js';
import type { ActivityDependencies } from '../dependencies.js';
import type { Traffic } from '../destinations/traffic.js';
import type { Asking } from '../reads/ask-destination.js';
import { type AskedClearance, clearanceOf } from '../reads/ask-guards.js';
import { notSent } from './not-sent.js';

/** Time for which the checks made before scheduling stay valid, in milliseconds. */
const ANSWER_FRESH_MS = 60_000;

/** Time for the checks, out of the attempt's ten seconds. */
const ASK_TIME_MS = 4_000;

/**
 * Repeats the checks of a call that has waited in the queue for more than a minute. Returns the report of an attempt
 * that made no request if the call can't be sent or the checks get no answer; `null` if the call goes out.
 */
export async function blockedOnStart(
  call: PreparedCall,
  dependencies: ActivityDependencies,
  access: Access,
  traffic: Traffic,
): Promise<AttemptReport | null> {
  const began = Date.now();
  if (began - Context.current().info.currentAttemptScheduledTimestampMs <= ANSWER_FRESH_MS) return null;
  const asked = await askAnew(call, dependencies, access, { deadline: began + ASK_TIME_MS, traffic });
  if (asked.kind === 'clear') return null;
  const reason = `not sent after its wait in the queue: ${asked.reason}`;
  return notSent(reason, asked.kind === 'unanswered' ? { began } : { began, blocked: asked });
}

async function askAnew(
  call: PreparedCall,
  dependencies: ActivityDependencies,
  access: Access,
  { deadline, traffic }: Pick<Asking, 'deadline' | 'traffic'>,
): Promise<AskedClearance> {
  const asking: Asking = {
    catalogue: dependencies.catalogue(),
    access,
    deadline,
    traffic,
    local: false,
    asker: 'fresh',
  };
  try {
    return await clearanceOf(call, asking, (dependencies.now ?? Date.now)());
  } catch (error) {
    if (error instanceof NotInCatalogue) return { kind: 'unanswered', reason: error.message };
    throw error;
  }
}
