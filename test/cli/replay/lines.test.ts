import { expect, it } from 'vitest';
import { linesOf } from '../../../cli/replay/lines.js';
import { progress } from '../../../cli/replay/progress.js';
import type { GateReport } from '../../../worker/replay/report.js';

const NOTHING: GateReport = { verdict: 'safe', journeys: [], lacks: [], changed: [], complete: true };

it('says that there are no open runs', () => {
  expect(linesOf(NOTHING)).toEqual(['no open runs', 'verdict: safe']);
});

it.each([
  [{ old: 2, marked: 0 }, true, "j.changed('why'): 2 runs still go the old way"],
  [
    { old: 0, marked: 3 },
    true,
    "j.changed('why'): no run goes the old way; keep the call until 3 runs that passed it have closed",
  ],
  [{ old: 0, marked: 0 }, true, "j.changed('why'): no open run needs it: delete it with its old steps"],
  [
    { old: 0, marked: 0 },
    false,
    "j.changed('why'): not needed by the runs that were replayed; --all says if it can be deleted",
  ],
])('says of a text with %j, all runs read: %s', (counts, complete, line) => {
  const report = { ...NOTHING, changed: [{ text: 'why', ...counts }], complete };
  expect(linesOf(report)).toContain(line);
});

it('shows progress every two seconds, with an estimate', () => {
  const lines: string[] = [];
  let time = 0;
  const show = progress(
    (line) => lines.push(line),
    () => time,
  );
  time = 1_999;
  show(1, 100);
  time = 5_000;
  show(50, 100);
  time = 6_000;
  show(60, 100);
  expect(lines).toEqual(['[##########----------] 50 of 100 runs, about 5 s left']);
});
