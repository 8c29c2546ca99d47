import { findGuard } from '../../catalogue/find.js';
import { guardBlocks } from '../../catalogue/guard/judge.js';
import { outsideHours } from '../../catalogue/send-conditions/hours.js';
import type { PreparedCall } from '../../workflows/contracts/calls/call.js';
import type { Blocked, Held } from '../../workflows/contracts/calls/recheck.js';
import type { Asking } from './ask-destination.js';
import { askLookup, type Unasked } from './ask-lookup.js';

/** The reason why guards stop a call: one blocks, or one can't be asked. The sentence holds no data of the player. */
export type Stopped = Extract<Blocked, { kind: 'suppressed' }> | Held | Unasked;

/**
 * Asks the guards of a call in parallel; returns `null` if all let it pass. A guard that blocks takes precedence over
 * one that does not answer.
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

/** `asked` is the guard's name, with the channel if it has one: `consent:sms`. */
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

/** The decision about a prepared call; `unanswered` if a guard can't be asked. */
export type AskedClearance =
  { readonly kind: 'clear' } | Blocked | (Omit<Unasked, 'kind'> & { readonly kind: 'unanswered' });

/** Asks guards and checks allowed hours for a prepared call. @throws NotInCatalogue */
export async function clearanceOf(call: PreparedCall, asking: Asking, now: number): Promise<AskedClearance> {
  const stopped = await askGuards(call, asking);
  if (stopped?.kind === 'suppressed' || stopped?.kind === 'held') return stopped;
  if (stopped !== null) return { ...stopped, kind: 'unanswered' };
  return (call.hours === undefined ? null : outsideHours(call.hours, now)) ?? { kind: 'clear' };
}
