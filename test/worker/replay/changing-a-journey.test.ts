import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { linesOf } from '../../../cli/replay/lines.js';
import type { GateReport } from '../../../worker/replay/report.js';
import { quietRuntime } from '../../support/quiet-runtime.js';
import { type Sleepers, startSleepers } from './sleepers.js';

const STORY = 'journeys/refer-a-friend.ts';
const WAIT = "const deposit = await j.waitFor('deposit.made', {";

/** The page's number of sleepers. */
const SLEEPERS = 200;

const page = await readFile(new URL('../../../docs/changing-a-journey.md', import.meta.url), 'utf8');

/** The page's blocks of code in one language, without their fences. */
function blocks(language: string): string[] {
  return [...page.matchAll(/^```(\w*)\n(.*?)^```$/gms)].flatMap(([, of, code = '']) => (of === language ? [code] : []));
}

/** Output of the command for a report; the first example is the page's player. */
function printed(report: GateReport): string {
  return linesOf(report)
    .map((line) => line.replace(/lucky:refer-a-friend:p-\w+/, 'lucky:refer-a-friend:player-7') + '\n')
    .join('');
}

quietRuntime();
let place: Sleepers;
beforeAll(async () => {
  place = await startSleepers(SLEEPERS);
}, 120_000);
afterAll(() => place.close());

it('the unsafe edit of the page is refused in the words of the page', async () => {
  const report = await place.ask({ [STORY]: [[`${WAIT}\n`, blocks('ts')[0] ?? '']] });
  expect(printed(report)).toBe(blocks('')[0]);
}, 120_000);

it('the same edit with j.changed is taken, and tells who goes the old way', async () => {
  const report = await place.ask({ [STORY]: [[`${WAIT}\n`, blocks('ts')[1] ?? '']] });
  expect(printed(report)).toBe(blocks('')[1]);
}, 120_000);
