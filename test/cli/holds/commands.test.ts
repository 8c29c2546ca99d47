import { afterEach, beforeEach, expect, it } from 'vitest';
import { createProgram } from '../../../cli/program.js';
import { KEYS, startApi, type TestApi } from '../../api/support/start-api.js';
import { closedPort } from '../../outbound/servers.js';
import { cli, keepingTerminal } from '../running.js';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

/** What `hold …` says. */
async function hold(...args: string[]): Promise<string[]> {
  const terminal = keepingTerminal({ WAYPOST_API: api.url, WAYPOST_KEY: KEYS.lucky });
  await createProgram(terminal).parseAsync(['hold', ...args], { from: 'user' });
  return terminal.said;
}

const SET = ['set', 'destination', 'operator', '--reason', 'their deploy'];
const LINE = 'destination:operator  since 2026-03-01T12:00:00.000Z  by owner of lucky: their deploy';

it('sets a hold, lists it and releases it', async () => {
  expect(await hold('list')).toEqual(['nothing is held']);
  expect(await hold(...SET)).toEqual([`held: ${LINE}`]);
  expect(await hold(...SET)).toEqual([`already held: ${LINE}`]);
  expect(await hold('list')).toEqual([`${LINE} (2 waiting)`]);
  expect(await hold('release', 'destination:operator')).toEqual([
    `released, waiting calls are sent, about 50 runs a second: ${LINE}`,
  ]);
  expect(await hold('list')).toEqual(['nothing is held']);
});

it('says when no worker runs to take it in', async () => {
  api.journeys.working = false;
  expect(await hold(...SET)).toEqual([`no worker runs; held before the next call is sent: ${LINE}`]);
  expect(await hold('release', 'destination:operator')).toEqual([`released, as soon as a worker runs: ${LINE}`]);
});

it('hands on why the API refuses', async () => {
  await expect(hold('release', 'destination:operator')).rejects.toThrow('no hold with this id');
  await expect(hold('set', 'destination', 'unknown', '--reason', 'x')).rejects.toThrow('is no destination of lucky');
  await expect(hold('set', 'planet', 'mars', '--reason', 'x')).rejects.toThrow('scope must be one of brand, dest');
  await expect(hold('list', '--key', KEYS.reader)).rejects.toThrow('holds:write');
  await expect(hold('list', '--key', KEYS.both)).rejects.toThrow('Waypost-Brand');
  expect(await hold('list', '--key', KEYS.both, '--brand', 'royal')).toEqual(['nothing is held']);
});

it('says what is missing or wrong, and ends with 1', async () => {
  const nobody = `http://127.0.0.1:${await closedPort()}`;
  await expect(hold('list', '--api', nobody)).rejects.toThrow(`can't reach ${nobody}`);
  await expect(hold('list', '--api', 'localhost')).rejects.toThrow('"localhost" is not the address of an API');
  expect(await cli(['hold', 'list'])).toMatchObject({
    code: 1,
    err: 'an API key is needed: give --key KEY, or set WAYPOST_KEY\n',
  });
});
