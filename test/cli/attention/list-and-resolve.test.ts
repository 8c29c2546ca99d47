import { afterEach, beforeEach, expect, it } from 'vitest';
import { createProgram } from '../../../cli/program.js';
import { parkedItem } from '../../api/support/in-memory-attention.js';
import { KEYS, startApi, type TestApi } from '../../api/support/start-api.js';
import { cli, keepingTerminal } from '../running.js';

const KEY = 'wp_aaaaaaaaaaaaaaaaaaaaaaaaaa';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

/** What `attention …` says, and what it says beside it. */
async function attention(...args: string[]): Promise<{ said: string[]; complained: string[] }> {
  const terminal = keepingTerminal({ WAYPOST_API: api.url, WAYPOST_KEY: KEYS.lucky });
  await createProgram(terminal).parseAsync(['attention', ...args], { from: 'user' });
  return terminal;
}

const park = (callKey = KEY) =>
  api.journeys.attention.parked.set(callKey, { brand: 'lucky', item: parkedItem(callKey) });

it('lists what needs a person as a table, and says how to go on', async () => {
  expect((await attention('list')).said).toEqual(['nothing needs a person']);
  park();
  api.journeys.attention.next = 'c-2';
  const { said, complained } = await attention('list', '--kind', 'parked-call', '--action', 'credit-referrer');
  expect(said.map((line) => line.split(/ {2,}/))).toEqual([
    ['since', 'what', 'which', 'player', 'destination', 'action', 'value', 'attempts', 'reason'],
    [
      '2026-03-01T12:00:00.000Z',
      'parked-call',
      `${KEY}@2026-03-01T12:00:00.000Z`,
      'p-1',
      'operator',
      'credit-referrer',
      '10.00 EUR',
      '2, maybe sent',
    ].concat('404: more likely a wrong set-up'),
  ]);
  expect(complained).toEqual([
    expect.stringMatching(/^parked-call: .*attention resolve/),
    'there can be more: --cursor c-2',
  ]);
  expect(api.journeys.attention.queries.at(-1)).toMatchObject({ kind: 'parked-call', action: 'credit-referrer' });
  expect(JSON.parse((await attention('list', '--json')).said.join(''))).toMatchObject({
    items: [{ call: { callKey: KEY } }],
  });
});

it('sums it up, with the money at stake', async () => {
  park();
  expect((await attention('summary')).said.map((line) => line.split(/ {2,}/))).toEqual([
    ['count', 'what', 'destination', 'action', 'oldest', 'at stake', 'maybe sent', 'reason'],
    ['1', 'parked-call', 'operator', 'credit-referrer', '2026-03-01T12:00:00.000Z', '10.00 EUR', '1', '404'],
  ]);
});

it('resolves one call by its key', async () => {
  park();
  const decide = ['resolve', KEY, '--decision', 'skip', '--money-moved', 'no', '--note', 'as the bank says'];
  const told = `${KEY} of lucky:refer-a-friend:p-1: skip by owner of lucky at 2026-03-01T12:00:00.000Z`;
  expect((await attention(...decide)).said).toEqual([told]);
  expect(api.journeys.attention.resolved.get(KEY)).toMatchObject({ moneyMoved: 'no', note: 'as the bank says' });
  await expect(attention('resolve', KEY, '--decision', 'retry')).rejects.toThrow('was resolved as skip');
});

it('resolves a call as it is listed, or with --since, only if it was not parked anew since', async () => {
  const other = 'wp_bbbbbbbbbbbbbbbbbbbbbbbbbb';
  park();
  park(other);
  const listed = (await attention('list')).said[1]?.split(/ {2,}/)[2] ?? '';
  await attention('resolve', listed, '--decision', 'retry', '--acknowledge', 'may-pay-twice');
  await attention('resolve', other, '--decision', 'retry', '--since', '2026-03-02T12:00:00Z');
  const { resolved } = api.journeys.attention;
  expect(resolved.get(KEY)?.acknowledge).toBe('may-pay-twice');
  expect([resolved.get(KEY)?.since, resolved.get(other)?.since]).toEqual([
    '2026-03-01T12:00:00.000Z',
    '2026-03-02T12:00:00.000Z',
  ]);
});

it('resolves all that fit, tells how it ended, and ends with 1 where a call failed', async () => {
  const answered = await cli(
    ['attention', 'resolve', '--action', 'credit-referrer', '--decision', 'retry', '--id', 'o-1', '--per-second', '20'],
    { WAYPOST_API: api.url, WAYPOST_KEY: KEYS.lucky },
  );
  expect(answered).toEqual({
    code: 1,
    out: 'finished: 3 found, 2 resolved, 0 resolved by others, 1 failed\n',
    err: [
      'order o-1 runs on the server; attention order o-1 shows its progress',
      'wp_x of lucky:refer-a-friend:p-1: the run refuses\n',
    ].join('\n'),
  });
  const [order] = api.journeys.attention.orders;
  expect(order).toMatchObject({ id: 'o-1', filter: { action: 'credit-referrer' }, decision: 'retry', perSecond: 20 });
});

it('refuses options that would not count', async () => {
  const all = ['--decision', 'skip'];
  await expect(attention('resolve', KEY, ...all, '--action', 'x')).rejects.toThrow('--action does not go with a key');
  await expect(attention('resolve', KEY, ...all, '--per-second', '1')).rejects.toThrow('--per-second does not go');
  await expect(attention('resolve', ...all, '--reference', 'x')).rejects.toThrow('--reference goes with the key');
  await expect(attention('resolve', ...all)).rejects.toThrow('is empty, which would resolve every parked call');
  expect(api.journeys.attention.orders).toEqual([]);
});
