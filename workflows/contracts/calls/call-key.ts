import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
// base32 of RFC 4648, lower case

/** The inputs of a call's key. Nothing else changes it: it survives edits, replay, reset and a person's resend. */
export interface CallOrigin {
  readonly brand: string;
  /** The workflow id of the run, or the name of the rule. */
  readonly owner: string;
  /** The id of the event that started the run or fired the rule. */
  readonly eventId: string;
  /** The number of times that the run has started over. */
  readonly freshStarts: number;
  /** The step's name: the action's, or the call's `as`. */
  readonly step: string;
}

/** The key of a call: `wp_` and 26 base32 characters. Sent as `Idempotency-Key` and `webhook-id` with every attempt. */
export function callKey(origin: CallOrigin): string {
  return `wp_${digest([origin.brand, origin.owner, origin.eventId, origin.freshStarts, origin.step], 26)}`;
}

/** The key under which a call is done again. There is one for each call, so that no call is done again twice. */
export function redoKey(brand: string, key: string): string {
  return callKey({ brand, owner: '~redo', eventId: key, freshStarts: 0, step: 'redo' });
}

/** True for a text in the form of a call's key. */
export function isCallKey(text: string): boolean {
  return /^wp_[a-z2-7]{26}$/.test(text);
}

/** The short form in which a run remembers the id of an event it has seen: 14 base32 characters. */
export function shortHash(text: string): string {
  return digest([text], 14);
}

/** Where a player stands between 0 and 99 for one journey or rule of a brand: the same for ever. */
export function percentile(brand: string, name: string, playerId: string): number {
  const [a = 0, b = 0, c = 0, d = 0] = sha256(utf8ToBytes(JSON.stringify([brand, name, playerId])));
  return (((a << 24) | (b << 16) | (c << 8) | d) >>> 0) % 100;
}

function digest(parts: readonly (string | number)[], length: number): string {
  const bytes = sha256(utf8ToBytes(JSON.stringify(parts)));
  let text = '';
  for (let bit = 0; text.length < length; bit += 5) {
    const pair = ((bytes[bit >> 3] ?? 0) << 8) | (bytes[(bit >> 3) + 1] ?? 0);
    text += ALPHABET.charAt((pair >> (11 - (bit & 7))) & 31);
  }
  return text;
}
