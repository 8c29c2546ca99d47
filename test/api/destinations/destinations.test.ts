import { afterEach, beforeEach, expect, it } from 'vitest';
import { createProgram } from '../../../cli/program.js';
import { keepingTerminal } from '../../cli/running.js';
import { KEYS, startApi, type TestApi } from '../support/start-api.js';

const AT = '2026-03-01T12:00:00.000Z';
const HOLD = {
  id: 'auto:destination:crm',
  by: 'waypost',
  since: AT,
  reason: '401 (secret: the environment variable KEY)',
};

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
  api.journeys.destinationsNow = [
    {
      ...{ destination: 'operator', state: 'down', since: AT, lastAnswer: { at: AT, status: 503 }, waiting: 200 },
      ...{ oldest: AT, outcomes: { unknown: 5, 'not-sent': 300 }, reportedAt: AT, holds: [] },
      ...{ sample: { runs: 50, actions: { credit: 50 }, money: { EUR: '75' }, unknownAmounts: 2 }, advice: 'Ask it.' },
    },
    {
      ...{ destination: 'crm', state: 'held', since: AT, lastAnswer: null, waiting: 3 },
      ...{ oldest: AT, outcomes: {}, reportedAt: null, holds: [HOLD] },
      ...{ sample: null, advice: 'Release it.' },
    },
  ];
});
afterEach(() => api.close());

it('lists how destinations do', async () => {
  const { status, json } = await api.send('GET', '/v1/destinations');
  expect([status, json]).toEqual([200, { destinations: api.journeys.destinationsNow }]);
  expect((await api.send('GET', '/v1/destinations', { key: KEYS.reader })).status).not.toBe(500);
});

it('as does the command line', async () => {
  const terminal = keepingTerminal({ WAYPOST_API: api.url, WAYPOST_KEY: KEYS.lucky });
  await createProgram(terminal).parseAsync(['destination', 'list'], { from: 'user' });
  expect(terminal.said).toEqual([
    `operator  down since ${AT}; last answer 503 at ${AT}; 200 waiting, the oldest since ${AT}; in five minutes: 5 unknown, 300 not-sent`,
    '  the newest 50 runs wait to send 50 credit; money: 75 EUR, 2 of unknown amount',
    '  Ask it.',
    `crm  held since ${AT}; no answer yet; 3 waiting, the oldest since ${AT}`,
    `  held by waypost (auto:destination:crm): ${HOLD.reason}`,
    '  Release it.',
  ]);
});
