import { Context } from '@temporalio/activity';
import { NotInCatalogue } from '../../catalogue/find.js';
import type { Access } from '../../outbound/auth/authorise.js';
import type { AttemptReport, PreparedCall } from '../../workflows/contracts/calls/call.js';
import type { ActivityDependencies } from '../dependencies.js';
import type { Traffic } from '../destinations/traffic.js';
import type { Asking } from '../reads/ask-destination.js';
import { type AskedClearance, clearanceOf } from '../reads/ask-guards.js';
import { notSent } from './not-sent.js';

/** What was asked before an attempt was scheduled is believed for so long; milliseconds. */
const ANSWER_FRESH_MS = 60_000;

/** Of the ten seconds that an attempt has. */
const ASK_TIME_MS = 4_000;

/**
 * Asks anew whether a call may be sent, when its attempt has waited in the queue for more than a minute: the report of
 * one that may not, or of which that can't be asked, since no request was made; `null` when it goes out.
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
  const reason = `not sent when it came to it: ${asked.reason}`;
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
