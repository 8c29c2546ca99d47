import { Context } from '@temporalio/activity';
import { hasOwnQueue } from '../../catalogue/destination/queues.js';
import type { AttemptReport, PreparedCall, SendOrder } from '../../workflows/contracts/calls/call.js';
import type { HoldReader } from '../../workflows/contracts/ports.js';
import type { ActivityDependencies } from '../dependencies.js';
import type { Health } from '../destinations/breaker.js';
import type { Traffic } from '../destinations/traffic.js';
import { blockedBy, heldBy } from '../holds/held-by.js';
import { notSent } from './not-sent.js';

/** Delay before a call is tried again while the holds are not read yet, in milliseconds. */
const HOLDS_ARE_READ = 1_000;

/** Returns the report of a call that a hold keeps; `null` if no hold does. */
export function keptByHold({ call }: SendOrder, holds: HoldReader, began: number): AttemptReport | null {
  const current = holds.current(call.brand);
  if (current === null) {
    return notSent(`the holds of ${call.brand} are not read yet`, { began, retryAfter: HOLDS_ARE_READ });
  }
  const hold = heldBy(current, call);
  if (hold === null) return null;
  const blocked = blockedBy(hold);
  return notSent(blocked.reason, { began, blocked });
}

/**
 * Returns the report of a call whose destination is down; `null` if the call can go out, for example as the next probe.
 */
export function keptByBreaker({ call, attempt }: SendOrder, traffic: Traffic, began: number): AttemptReport | null {
  const admission = traffic.breakers.of(call.brand, call.destination).admit(attempt === 1 ? 'fresh' : 'retry');
  if (admission.kind === 'go') return null;
  const reason = `the destination ${call.destination} is down, and is probed once a second until it answers`;
  return notSent(reason, { began, retryAfter: admission.comeBackIn });
}

/** Returns the state of the destination that an attempt shows. */
export function healthAfter({ class: came, status, retryAfter }: AttemptReport): Health {
  if (came === 'unknown') return status === null || status === 408 || status >= 500 ? 'down' : 'up';
  if (came === 'retry') return retryAfter === null ? 'down' : 'unclear';
  return status === null ? 'unclear' : 'up';
}

/**
 * Returns the call, marked as direct if its first attempt can go to the queue of the journeys: its destination has no
 * limits, answers, and has a slot in this process, which will probably make the attempt.
 */
export function directIfRoom(call: PreparedCall, { sendsFor }: ActivityDependencies, traffic: Traffic): PreparedCall {
  const { brand, destination } = call;
  const isHere = Context.current().info.isLocal && (sendsFor?.(brand) ?? true);
  if (!isHere || hasOwnQueue(call) || traffic.breakers.of(brand, destination).isOpen) return call;
  return traffic.direct.hasRoom(brand, destination) ? { ...call, direct: true } : call;
}

/** Makes a direct attempt if its destination has a free slot. Else it is not sent: the workflow uses the call's queue. */
export async function attemptDirectly(
  { brand, destination }: PreparedCall,
  { sendsFor }: ActivityDependencies,
  traffic: Traffic,
  attempt: () => Promise<AttemptReport>,
): Promise<AttemptReport> {
  const began = Date.now();
  const report = (sendsFor?.(brand) ?? true) ? await traffic.direct.run(brand, destination, attempt) : null;
  return report ?? { ...notSent('this process has no free slot for the destination', { began }), noRoom: true };
}
