import type { AttemptReport, SendOrder } from '../../workflows/contracts/calls/call.js';
import type { HoldReader } from '../../workflows/contracts/ports.js';
import type { Health } from '../destinations/breaker.js';
import type { Traffic } from '../destinations/traffic.js';
import { blockedBy, heldBy } from '../holds/held-by.js';
import { notSent } from './not-sent.js';

/** Soon after the start of a process, and when Temporal is back. Milliseconds. */
const HOLDS_ARE_READ = 1_000;

/** The report of a call that a hold keeps; `null` when none does. */
export function keptByHold({ call }: SendOrder, holds: HoldReader, began: number): AttemptReport | null {
  const current = holds.current(call.brand);
  if (current === null) {
    return notSent(`the holds of ${call.brand} are not known yet`, { began, retryAfter: HOLDS_ARE_READ });
  }
  const hold = heldBy(current, call);
  if (hold === null) return null;
  const blocked = blockedBy(hold);
  return notSent(blocked.reason, { began, blocked });
}

/** The report of a call whose destination is down, and that is not its next probe; `null` when it may go out. */
export function keptByBreaker({ call, attempt }: SendOrder, traffic: Traffic, began: number): AttemptReport | null {
  const admission = traffic.breakers.of(call.brand, call.destination).admit(attempt === 1 ? 'fresh' : 'retry');
  if (admission.kind === 'go') return null;
  const reason = `the destination ${call.destination} is down, and is probed once a second until it answers`;
  return notSent(reason, { began, retryAfter: admission.comeBackIn });
}

/** What an attempt says of its destination. */
export function healthAfter({ class: came, status, retryAfter }: AttemptReport): Health {
  if (came === 'unknown') return status === null || status === 408 || status >= 500 ? 'down' : 'up';
  if (came === 'retry') return retryAfter === null ? 'down' : 'unclear';
  return status === null ? 'unclear' : 'up';
}
