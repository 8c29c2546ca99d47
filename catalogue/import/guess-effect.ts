import { ImportRefused, type Notes, type Pasted } from './pasted.js';

const MONEY = /bonus|credit|debit|deposit|wallet|fund|payout|cash|reward|free-?spin|jackpot|withdraw/i;
const MESSAGE = /\b(sms|rcs|e?mail|push|chat|messages?|notify|notification|inbox)\b/i;

/** By what a player is reached, as consents name it, by the words that show it. */
const CHANNELS: readonly (readonly [channel: string, words: RegExp])[] = [
  ['sms', /\b(sms|rcs)\b/i],
  ['email', /\be?mail\b/i],
  ['pushNotification', /\bpush\b/i],
];

/** Effect, mode, channel and guards as an action writes them. */
export interface Effect {
  readonly effect: 'money' | 'message' | 'data';
  readonly mode?: 'once';
  readonly value?: 'unknown';
  readonly channel?: string;
  readonly guards?: readonly string[];
}

/**
 * The effect that the definition gives, or a guess from the words of name and path. Money and messages get mode `once`
 * and their guards.
 */
export function guessEffect({ entries }: Pasted, name: string, path: string, notes: Notes): Effect {
  const said = entries.get('effect');
  const words = `${name} ${path}`;
  const effect = said?.value.toLowerCase() ?? guess(words);
  const line = said?.line ?? entries.get('url')?.line ?? 1;
  if (effect !== 'money' && effect !== 'message' && effect !== 'data') {
    throw new ImportRefused(line, `the effect "${effect}" is unknown: use money, message or data`);
  }
  if (said === undefined) notes.add(line, `effect: ${effect} is a guess from name and URL: check it`);
  if (effect === 'data') return { effect };
  const twice = effect === 'money' ? 'paid' : 'sent';
  notes.add(
    line,
    `mode: once, so that nothing is ${twice} twice: change it to idempotent if the endpoint honours the header Idempotency-Key`,
  );
  if (effect === 'message') return { effect, mode: 'once', ...asked(words, line, notes) };
  notes.add(line, 'a money call needs the guard block: define it under guards in brand.yaml');
  return { effect, mode: 'once', value: 'unknown' };
}

function asked(words: string, line: number, notes: Notes): Pick<Effect, 'channel' | 'guards'> {
  const channel = CHANNELS.find(([, shown]) => shown.test(words))?.[0];
  if (channel !== undefined) {
    notes.add(
      line,
      `a message needs the guards block and consent for channel: ${channel}: check the channel, and define both in brand.yaml`,
    );
    return { channel };
  }
  notes.add(
    line,
    'the guard consent is left out, because the channel is unknown: add channel: sms (or another) and remove guards',
  );
  return { guards: ['block'] };
}

function guess(words: string): string {
  if (MONEY.test(words)) return 'money';
  return MESSAGE.test(words) ? 'message' : 'data';
}
