import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../outbound/answer/parse-json.js';
import { parseFastTrack } from '../../templating/parse/fast-track.js';
import { parseSmartico } from '../../templating/parse/smartico.js';
import { parseBody } from '../../templating/parse/waypost.js';
import { renderBody } from '../../templating/render/body.js';
import type { Scope, TemplateNode } from '../../templating/tree.js';
import { jsonTexts } from './arbitrary-json.js';

const VALUES_PER_RUN = 10;
const RUNS = 10_000;
const NAMES = Array.from({ length: VALUES_PER_RUN }, (_, index) => `v${index}`);

/** How a dialect writes a template; `number` writes digits unquoted where the dialect has that filter. */
interface Dialect {
  readonly root: 'event' | 'fields';
  readonly parse: (text: string) => TemplateNode;
  readonly typed: (name: string) => string;
  readonly within: (name: string) => string;
  readonly number: ((name: string) => string) | null;
}

const DIALECTS: Record<string, Dialect> = {
  waypost: {
    root: 'event',
    parse: (text) => parseBody(JSON.parse(text)),
    typed: (name) => `"{{event.${name}}}"`,
    within: (name) => `"a \\"{{event.${name}}}\\" b {{ event.${name} }}"`,
    number: (name) => `"{{event.${name} | number}}"`,
  },
  smartico: {
    root: 'event',
    parse: parseSmartico,
    typed: (name) => `{{event.${name}}}`,
    within: (name) => `"a \\"{{event.${name}}}\\" b {{ event.${name} }}"`,
    number: (name) => `{{ event.${name} | number }}`,
  },
  'fast-track': {
    root: 'fields',
    parse: (text) => parseFastTrack(text, { aliases: {}, unwrap: false }),
    typed: (name) => `{action_field:${name}}`,
    within: (name) => `"a \\"{action_field:${name}}\\" b { action_field: ${name} }"`,
    number: null,
  },
};

const QUOTED: Record<string, (name: string) => string> = {
  waypost: (name) => `"{{event.${name} | string}}"`,
  smartico: (name) => `"{{event.${name}}}"`,
  'fast-track': (name) => `"{action_field:${name}}"`,
};

describe.each(Object.entries(DIALECTS))('in the %s dialect', (name, dialect) => {
  const listOf = (write: (name: string) => string) => dialect.parse(`[${NAMES.map(write).join(',\n')}]`);
  const typed = listOf(dialect.typed);
  const texts = NAMES.map((each) => dialect.parse(`{"q": ${QUOTED[name]!(each)}, "w": ${dialect.within(each)}}`));
  const numbers = NAMES.map((each) => (dialect.number === null ? null : dialect.parse(dialect.number(each))));

  it('100,000 random values arrive equal, in JSON that parses', { timeout: 120_000 }, () => {
    let seen = 0;
    const property = fc.property(jsonTexts(VALUES_PER_RUN), (sent) => {
      const values = sent.map(parseJson);
      const scope: Scope = { [dialect.root]: Object.fromEntries(NAMES.map((each, index) => [each, values[index]])) };
      seen += values.length;
      survives(renderBody(typed, scope), values);
      values.forEach((value, index) => {
        if (typeof value === 'object') return;
        survives(renderBody(texts[index]!, scope), { q: String(value), w: `a "${value}" b ${value}` });
        const number = numbers[index] ?? null;
        if (number === null || !isNumberText(sent[index]!)) return;
        const digits = typeof value === 'string' ? value : JSON.stringify(value);
        if (renderBody(number, scope) !== digits) throw new Error(`${digits} did not leave digit for digit`);
      });
    });
    fc.assert(property, { numRuns: RUNS });
    expect(seen).toBeGreaterThanOrEqual(RUNS * VALUES_PER_RUN);
  });

  it('a value with the key __proto__ of its own arrives as it is', () => {
    const value: unknown = JSON.parse('{"__proto__": {"admin": true}, "a": 1}');
    const body = renderBody(dialect.parse(dialect.typed('v0')), { [dialect.root]: { v0: value } });
    expect(body).toBe('{"__proto__":{"admin":true},"a":1}');
  });
});

/** Read from the bytes that would be sent, twice: by the standard's parser and by the one that keeps digits. */
function survives(body: string, expected: unknown): void {
  const received = new TextDecoder().decode(new TextEncoder().encode(body));
  JSON.parse(received);
  if (!isDeepStrictEqual(parseJson(received), expected)) throw new Error(`came back as ${received}`);
}

function isNumberText(json: string): boolean {
  return /^-?\d/.test(json);
}
