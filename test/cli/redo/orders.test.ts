import { afterEach, beforeEach, expect, it } from 'vitest';
import { createProgram } from '../../../cli/program.js';
import { redoKey } from '../../../workflows/contracts/calls/call-key.js';
import { undeliveredCall } from '../../api/support/in-memory-redo.js';
import { KEYS, startApi, type TestApi } from '../../api/support/start-api.js';
import { keepingTerminal } from '../running.js';

const KEY = 'wp_aaaaaaaaaaaaaaaaaaaaaaaaaa';
const MAYBE_SENT = 'wp_cccccccccccccccccccccccccc';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
  const { undelivered } = api.journeys.redo;
  undelivered.set(KEY, { brand: 'lucky', call: undeliveredCall(KEY) });
  undelivered.set(MAYBE_SENT, { brand: 'lucky', call: undeliveredCall(MAYBE_SENT, { maybeSent: true }) });
});
afterEach(() => api.close());

/** What `call …` says, and what it says beside it. */
async function call(...args: string[]): Promise<{ said: string[]; complained: string[] }> {
  const terminal = keepingTerminal({ WAYPOST_API: api.url, WAYPOST_KEY: KEYS.lucky });
  await createProgram(terminal).parseAsync(['call', ...args], { from: 'user' });
  return terminal;
}

it('does one call again, and warns where that may pay twice', async () => {
  const key = redoKey('lucky', KEY);
  const { said, complained } = await call('redo', KEY, '--reason', 'mended', '--run', 'lucky:refer-a-friend:p-1');
  expect([said, complained]).toEqual([[`${KEY} is redone as ${key}, in lucky:~call:${key}`], []]);
  expect(api.journeys.redo.done.get(KEY)).toMatchObject({ reason: 'mended', run: 'lucky:refer-a-friend:p-1' });
  await expect(call('redo', MAYBE_SENT, '--reason', 'x')).rejects.toThrow('may have arrived');
  const bold = await call('redo', MAYBE_SENT, '--reason', 'x', '--acknowledge', 'may-pay-twice');
  expect(bold.complained).toEqual(['Doing it again may pay 10.00 EUR to p-1 a second time']);
});

it('shows the plan of a filter, and gives the order with it', async () => {
  const filter = ['--action', 'credit-referrer', '--outcome', 'refused', '--player', 'p-1'];
  const { said, complained } = await call('redo', ...filter);
  expect(said.slice(0, 2)).toEqual([
    '2 calls would be redone, 10.00 EUR',
    '1 of them may have arrived: left out without --acknowledge may-pay-twice',
  ]);
  expect(said.join('\n')).toContain(KEY);
  expect(complained).toEqual([expect.stringContaining('--plan p-1')]);
  expect(api.journeys.redo.orders).toEqual([]);

  const ordered = await call('redo', ...filter, '--reason', 'mended', '--plan', 'p-1', '--id', 'o-1');
  expect(ordered.said).toEqual(['finished: 1 found, 1 redone, 0 redone by others, 0 failed']);
  expect(ordered.complained[0]).toContain('call redo-order o-1');
  expect(api.journeys.redo.orders).toMatchObject([{ id: 'o-1', reason: 'mended', perSecond: 50 }]);
  expect((await call('redo-order', 'o-1')).said).toEqual(ordered.said);
});

it('refuses what would be left unheard', async () => {
  await expect(call('redo', KEY, '--reason', 'x', '--reason-contains', 'y')).rejects.toThrow(
    '--reason-contains does not',
  );
  await expect(call('redo', '--run', 'x', '--action', 'y')).rejects.toThrow('--run goes with the key of a call');
});
