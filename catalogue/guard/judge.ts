import type { JsonValue } from '../../workflows/contracts/json.js';
import { hasValues } from '../lookup/select-answer.js';
import { CHANNEL, type Guard, type ItemMatch } from './definition.js';

/** True if the guard's matches use the action's channel. */
export function asksChannel({ matches }: Guard): boolean {
  return matches.some((match) => Object.values(match).some((values) => values.includes(CHANNEL)));
}

/**
 * Why a guard blocks, by the answer of its lookup: a sentence that holds what the catalogue says, and nothing of the
 * answer; `null` when it lets pass. `channel` is the one to ask by, where the guard does.
 */
export function guardBlocks(guard: Guard, channel: string | null, answer: JsonValue): string | null {
  const matches = channel === null ? guard.matches : guard.matches.map((match) => withChannel(match, channel));
  const items = Array.isArray(answer) ? answer : [answer];
  const found = matches.find((match) => items.some((item) => hasValues(item, match)));
  if (guard.test === 'blockedWhen') return found === undefined ? null : `${guard.lookup} says ${written(found)}`;
  return found === undefined ? `${guard.lookup} does not say ${matches.map(written).join(', nor ')}` : null;
}

function withChannel(match: ItemMatch, channel: string): ItemMatch {
  const entries = Object.entries(match).map(([path, values]) => [
    path,
    values.map((value) => (value === CHANNEL ? channel : value)),
  ]);
  return Object.fromEntries(entries) as ItemMatch;
}

/** A match as the catalogue has it: `type: sms, opted_in: true`. */
function written(match: ItemMatch): string {
  const text = (value: JsonValue): string => (typeof value === 'string' ? value : JSON.stringify(value));
  return Object.entries(match)
    .map(([path, values]) => `${path}: ${values.map(text).join(' or ')}`)
    .join(', ');
}
