import type { RequestListener } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { checkOptionsAt } from '../../../cli/catalogue/check-endpoint.js';
import { closedPort, serveHttp } from '../../outbound/servers.js';
import { startTestOperator } from '../../support/operator.js';
import { cli, keepingTerminal } from '../running.js';

/** Checks an endpoint that answers so. */
async function check(answer: unknown, status = 200) {
  return await checkListener((_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
  });
}

async function checkListener(listener: RequestListener, headers: string[] = []) {
  const server = await serveHttp(listener);
  onTestFinished(() => server.close());
  const terminal = keepingTerminal();
  const ok = await checkOptionsAt(`http://127.0.0.1:${server.port}/list?brand=lucky`, headers, terminal);
  return { ok, ...terminal };
}

it('the standard envelope fits', async () => {
  const operator = await startTestOperator();
  onTestFinished(() => operator.close());
  const { code, out, err } = await cli(['options', 'check', `${operator.url}/bonus/list?brand=lucky`]);
  expect({ code, out, err }).toEqual({ code: 0, out: 'the answer is the standard envelope: 3 options\n', err: '' });
});

it.each([
  ['a list by itself', [{ id: 7, name: 'Seven' }], { items: '', text: 'name', value: 'id' }],
  [
    'a list deep in the answer, among others that are shorter',
    {
      links: [{ rel: 'next' }],
      result: {
        games: [
          { slug: 'a', title: 'A', rtp: 96 },
          { slug: 'b', title: 'B', rtp: 96 },
        ],
      },
    },
    { items: 'result.games', text: 'title', value: 'slug' },
  ],
  [
    'text and value deep in the items',
    { data: [{ attributes: { label: 'VIP' }, ref: { code: 'vip' } }] },
    { items: 'data', text: 'attributes.label', value: 'ref.code' },
  ],
  [
    'keys of no known name: what tells the items apart',
    {
      rows: [
        { colour: 'red', kind: 'x' },
        { colour: 'blue', kind: 'x' },
      ],
    },
    { items: 'rows', text: 'kind', value: 'colour' },
  ],
])('%s is given the mapping by which it serves unchanged', async (_, answer, mapping) => {
  const { ok, said, complained } = await check(answer);
  expect(said.map((yaml) => parse(yaml) as unknown)).toEqual([mapping]);
  expect(complained[0]).toMatch(/^the answer is not the standard envelope: /);
  expect(complained[1]).toContain('mapping in lookups.yaml');
  expect(ok).toBe(true);
});

it('a strict error names item and field', async () => {
  const standard = await check({ Data: [{ text: 'A', value: 'a' }, { text: 'B' }], Success: true, Errors: [] });
  expect(standard.complained).toEqual([expect.stringContaining('item 1 has no value')]);
  const mapped = await check({ games: [{ id: 1, name: 'A' }, { id: 2, name: 'B' }, { id: 3 }] });
  expect(mapped.complained[1]).toBe(
    'the most likely mapping is items: games, text: name, value: id, but item 2 has no name',
  );
  expect([standard.ok, mapped.ok, standard.said, mapped.said]).toEqual([false, false, [], []]);
});

it.each([
  [
    'Success: false with 200',
    { Data: [], Success: false, Errors: ['no such brand'] },
    200,
    'Success is false: no such brand',
  ],
  ['an error status', { message: 'x' }, 500, 'the answer has status 500'],
  ['HTML', '<!doctype html><p>Log in', 200, 'HTML'],
  ['nothing', '', 200, 'empty'],
  ['no list of objects', { languages: ['en', 'de'] }, 200, 'has no Data'],
])('%s is no option list, and why', async (_, answer, status, sentence) => {
  const { ok, said, complained } = await check(answer, status);
  expect(complained.join('\n')).toContain(sentence);
  expect({ ok, said }).toEqual({ ok: false, said: [] });
});

it('an empty list fits as far as can be said', async () => {
  const { ok, said } = await check({ Data: [], Success: true, Errors: [] });
  expect(said).toEqual([expect.stringContaining('an empty list')]);
  expect(ok).toBe(true);
});

it('headers are sent, with the query of the URL', async () => {
  let seen: unknown;
  const { ok } = await checkListener(
    (request, response) => {
      seen = { url: request.url, key: request.headers['x-api-key'] };
      response.end('{"Data":[],"Success":true}');
    },
    ['X-Api-Key: a:b'],
  );
  expect({ ok, seen }).toEqual({ ok: true, seen: { url: '/list?brand=lucky', key: 'a:b' } });
});

it.each([
  ['localhost/list', [], 'the URL must be http(s)://host/path'],
  ['ftp://localhost/list', [], 'the URL must be http(s)://host/path'],
  ['http://me:hunter2@localhost/', [], "remove them, and give --header 'Authorization: Basic …'"],
  ['http://localhost/', ['X-Api-Key hunter2'], "--header number 1 is invalid: write --header 'Name: value'"],
  ['http://localhost/', ['A: b', 'X: hunter2\nY: z'], '--header number 2 is invalid'],
])('%s with %j is refused without repeating a secret', async (url, headers, sentence) => {
  const refused = checkOptionsAt(url, headers, keepingTerminal());
  await expect(refused).rejects.toThrow(sentence);
  await expect(refused).rejects.not.toThrow('hunter2');
});

it('an endpoint that is away is told so', async () => {
  const terminal = keepingTerminal();
  expect(await checkOptionsAt(`http://127.0.0.1:${await closedPort()}/`, [], terminal)).toBe(false);
  expect(terminal.complained).toEqual([expect.stringMatching(/^can't reach the endpoint: no answer: .*refused/)]);
});
