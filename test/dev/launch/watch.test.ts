import { expect, it } from 'vitest';
import { isQuiet } from '../../../dev/launch/terminal.js';
import { affectedBy } from '../../../dev/launch/watch.js';
import { hasRecentServer } from '../../../dev/temporal/cli.js';

it.each([
  ['api/routes/events.ts', ['api']],
  ['worker/main.ts', ['worker']],
  ['activities/calls/send-callback.ts', ['worker']],
  ['workflows/calls/call.ts', ['worker']],
  ['workflows/journeys/welcome.ts', ['worker', 'api']],
  ['workflows/contracts/runs/event.ts', ['worker', 'api']],
  ['client/routing.ts', ['worker', 'api']],
  ['catalogue/load/load.ts', ['worker', 'api']],
  ['catalogue/samples/shared/actions.yaml', []],
  ['docs/journeys.md', []],
  ['api/.events.ts.swp', []],
  ['test/api/events.test.ts', []],
])('a saved %s replaces %j', (file, services) => {
  expect(affectedBy(file)).toEqual(services);
});

it('keeps log lines below warn off the terminal, and nothing else', () => {
  expect(isQuiet('{"level":30,"msg":"request"}')).toBe(true);
  expect(isQuiet('{"level":"info","msg":"operator listening"}')).toBe(true);
  expect(isQuiet('{"level":40,"msg":"slow"}')).toBe(false);
  expect(isQuiet('{"level":"ERROR","msg":"x"}')).toBe(false);
  expect(isQuiet('{ not JSON')).toBe(false);
  expect(isQuiet('Error: no such file')).toBe(false);
});

it('takes a temporal program whose server is 1.29 or later', () => {
  expect(hasRecentServer('temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)')).toBe(true);
  expect(hasRecentServer('temporal version 2.0.0 (Server 2.0.0, UI 3.0.0)')).toBe(true);
  expect(hasRecentServer('temporal version 1.1.0 (Server 1.25.0, UI 2.30.3)')).toBe(false);
  expect(hasRecentServer('something else')).toBe(false);
});
