import { findGuard } from '../../catalogue/find.js';
import { guardBlocks } from '../../catalogue/guard/judge.js';
import { outsideHours } from '../../catalogue/send-conditions/hours.js';
import type { PreparedCall } from '../../workflows/contracts/calls/call.js';
import type { Blocked, Held } from '../../workflows/contracts/calls/recheck.js';
import type { Asking } from './ask-destination.js';
import { askLookup, type Unasked } from './ask-lookup.js';

/** Why a call is not let pass: a guard says so, or it can't be asked. A sentence that holds nothing of the player. */
export type Stopped = Extract<Blocked, { kind: 'suppressed' }> | Held | Unasked;

/**
 * Asks the guards of a call side by side; `null` when all of them let it pass. One that blocks counts for more than one
 * that is not answered.
 * @throws NotInCatalogue
 */
export async function askGuards(
  call: Pick<PreparedCall, 'brand' | 'playerId' | 'guards'>,
  asking: Asking,
): Promise<Stopped | null> {
  const answers = await Promise.all((call.guards ?? []).map((asked) => askGuard(asked, call, asking)));
  const stopped = answers.filter((answer) => answer !== null);
  return stopped.find(({ kind }) => kind === 'suppressed') ?? stopped[0] ?? null;
}

/** `asked` is the guard's name, with the channel where it asks by one: `consent:sms`. */
async function askGuard(
  asked: string,
  { brand, playerId }: Pick<PreparedCall, 'brand' | 'playerId'>,
  asking: Asking,
): Promise<Stopped | null> {
  const [name = '', channel = null] = asked.split(/:(.*)/s);
  const guard = findGuard(asking.catalogue, brand, name);
  const answer = await askLookup({ brand, lookup: guard.lookup, playerId, params: {} }, asking);
  if (answer.kind !== 'answer') return { ...answer, reason: `the guard ${name} can't be asked: ${answer.reason}` };
  const reason = guardBlocks(guard, channel, answer.answer);
  return reason === null ? null : { kind: 'suppressed', by: `the guard ${name}`, reason };
}

/** Whether a prepared call may be sent now; `unanswered` when that can't be asked. */
export type AskedClearance =
  { readonly kind: 'clear' } | Blocked | (Omit<Unasked, 'kind'> & { readonly kind: 'unanswered' });

/** Asks guards and allowed hours about a prepared call. @throws NotInCatalogue */
export async function clearanceOf(call: PreparedCall, asking: Asking, now: number): Promise<AskedClearance> {
  const stopped = await askGuards(call, asking);
  if (stopped?.kind === 'suppressed' || stopped?.kind === 'held') return stopped;
  if (stopped !== null) return { ...stopped, kind: 'unanswered' };
  return (call.hours === undefined ? null : outsideHours(call.hours, now)) ?? { kind: 'clear' };
}
