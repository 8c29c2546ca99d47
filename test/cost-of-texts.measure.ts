// Prints how much dearer each text is that is ten times as long: run by cost-of-texts.test.ts.
import fc from 'fast-check';
import { maskHeader, maskKeys, maskQuery } from '../api/http/mask-secrets.js';
import { isEmail } from '../catalogue/event/player-id.js';
import { describeBody } from '../catalogue/lookup/describe-body.js';
import { decodeBody } from '../outbound/answer/decode-body.js';
import { readBody } from '../outbound/answer/read-body.js';
import { parseFastTrack } from '../templating/parse/fast-track.js';
import { parseSmartico } from '../templating/parse/smartico.js';
import { parseText } from '../templating/parse/waypost.js';
import { costOf, type Growth, growth, textOf } from './support/cost.js';

const PIECES = [
  '{{',
  '}}',
  '"',
  '\\',
  '\\"',
  '{',
  '[',
  '[1,',
  '{"a":',
  '1',
  '1.',
  'e',
  ' ',
  'a',
  '#',
  '@',
  '&',
  '=',
  ';',
];
const WORDS = ['{ action_field : ', 'event.a', ' | default: ', 'wp_a-', '<!--', '-->', '; charset=', 'key1', '-key'];

const WORK: Record<string, (text: string) => unknown> = {
  'a text template': (text) => parseText(text),
  "a body in Smartico's dialect": (text) => parseSmartico(text),
  "a string in Smartico's dialect": (text) => parseSmartico(`"${text}"`),
  "a body in Fast Track's dialect": (text) => parseFastTrack(text, { aliases: {}, unwrap: false }),
  "a string in Fast Track's dialect": (text) => parseFastTrack(`"${text}"`, { aliases: {}, unwrap: false }),
  'an answer': (text) => describeBody(readBody(text)),
  'a content type': (text) => decodeBody(Buffer.from('x'), `text/plain${text}`),
  'a header': (text) => maskHeader(text, text),
  'a query': (text) => maskQuery(maskKeys(text)),
  'a player id': (text) => isEmail(`a@${text}@`),
};

function trying(work: (text: string) => unknown): (text: string) => void {
  return (text) => {
    try {
      work(text);
    } catch {
      // What is refused must be so in time too.
    }
  };
}

const piece = fc.array(fc.constantFrom(...PIECES, ...WORDS), { minLength: 1, maxLength: 4 }).map((all) => all.join(''));
const KNOWN = ['{{event.a | default: \\"', 'a.', '{{"a\\"', '{{\\"\\\\\\"'];

const found: Growth[] = Object.entries(WORK).flatMap(([name, plain]) => {
  const work = trying(plain);
  const worst = [...fc.sample(piece, 150), ...KNOWN]
    .map((one) => ({ one, cost: costOf(work, textOf(one, 16_000), 2) }))
    .sort((a, b) => b.cost - a.cost)
    .slice(0, 3);
  return worst.map(({ one }) => ({ name, piece: one, growth: growth(work, one, 16_000, 35) }));
});
console.log(JSON.stringify(found));
