import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { showProgress } from '../../../dev/temporal/show-progress.js';

const CLEAR = '\u001b[K';

let said: string[];
let written: string[];
beforeEach(() => {
  vi.useFakeTimers();
  [said, written] = [[], []];
});
afterEach(() => {
  vi.useRealTimers();
});

function show(isTTY: boolean): () => void {
  return showProgress('Building', (line) => said.push(line), { isTTY, write: (text) => written.push(text) });
}

it('rewrites one line on a terminal, and wipes it at the end', () => {
  const stop = show(true);
  vi.advanceTimersByTime(2_000);
  stop();
  vi.advanceTimersByTime(60_000);
  expect(written).toEqual([`\rBuilding (1 s)${CLEAR}`, `\rBuilding (2 s)${CLEAR}`, `\r${CLEAR}`]);
  expect(said).toEqual([]);
});

it('says one line a minute anywhere else', () => {
  const stop = show(false);
  vi.advanceTimersByTime(150_000);
  stop();
  vi.advanceTimersByTime(60_000);
  expect(said).toEqual(['Building (60 s)', 'Building (120 s)']);
  expect(written).toEqual([]);
});
