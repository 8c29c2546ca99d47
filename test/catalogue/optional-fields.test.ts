import { describe, expect, it } from 'vitest';
import { faults } from './loading.js';

/** The faults of an action whose field `note` is declared so, and which sends so. */
const faultsOf = (sends: string, note = '{ type: string }') =>
  faults({
    'lucky/actions.yaml': `a: { effect: data, destination: operator, fields: { note: ${note} }, ${sends} }`,
  });

const PLACES = [
  ["path: /x, body: { n: '{{fields.note}}' }", 'a.body.n', '{{fields.note | omit}}'],
  ["path: /x, body: { l: ['{{fields.note}}'] }", 'a.body.l[0]', '{{fields.note | omit}}'],
  ["path: /x, body: { n: 'Dear {{fields.note}}' }", 'a.body.n', '{{fields.note | omit}}'],
  ["path: '/x/{{fields.note}}'", 'a.path', '{{fields.note | default: "…"}}'],
  ["path: /x, query: { n: '{{fields.note}}' }", 'a.query.n', '{{fields.note | omit}}'],
  ["path: /x, headers: { x-note: '{{fields.note}}' }", 'a.headers.x-note', '{{fields.note | omit}}'],
  [`path: /x, dialect: smartico, body: '{ "n": {{fields.note}} }'`, 'a.body', '{{fields.note | omit}}'],
  [`path: /x, dialect: fast-track, body: '{ "n": "{action_field:note}" }'`, 'a.body', 'required: true'],
] as const;

describe('an optional field that a call may leave out', () => {
  it.each(PLACES)('is a fault with its fix where nothing says what is sent then: %s', async (sends, place, fix) => {
    const [found = '', ...others] = await faultsOf(sends);
    expect(others).toEqual([]);
    expect(found).toContain(`${place} can refuse every call: `);
    expect(found).toContain('the optional "note"');
    expect(found).toContain(fix);
    expect(found).toContain('Set required: true or default: …');
  });

  it.each(PLACES)('is none where it is required or has a default: %s', async (sends) => {
    expect(await faultsOf(sends, '{ type: string, required: true }')).toEqual([]);
    expect(await faultsOf(sends, '{ type: string, default: none }')).toEqual([]);
  });

  it.each([
    "path: /x, body: { n: '{{fields.note | omit}}' }",
    "path: /x, body: { n: '{{fields.note | default: none}}' }".replace('none', '"none"'),
    `path: '/x/{{fields.note | default: "-"}}'`,
    "path: /x, query: { n: '{{fields.note | omit}}' }",
    'path: /x, body: { n: 1 }',
  ])('is none where the template says what is sent then: %s', async (sends) => {
    expect(await faultsOf(sends)).toEqual([]);
  });

  it('is told of the param of a lookup and of the status of a call too', async () => {
    const lookup =
      "l: { destination: operator, path: /l, params: { p: { type: string } }, query: { p: '{{params.p}}' } }";
    expect(await faults({ 'lucky/lookups.yaml': lookup })).toEqual([
      expect.stringContaining('l.query.p can refuse every call: {{params.p}}'),
    ]);
    const status = "status: { path: '/s/{{fields.note}}', done: { status: 200 }, notDone: { status: 404 } }";
    expect(await faultsOf(`path: /x, mode: reconcile, ${status}`)).toEqual([
      expect.stringContaining('a.status.path can refuse every call: {{fields.note}}'),
    ]);
  });
});
