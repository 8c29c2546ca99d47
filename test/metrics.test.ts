import { readFile } from 'node:fs/promises';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { installRuntime } from '../worker/install-runtime.js';
import { showDestination, watchEventLoop } from '../worker/gauges.js';
import { isForHold } from '../workflows/contracts/keepers/hold.js';
import { startApi } from './api/support/start-api.js';
import { closedPort } from './outbound/servers.js';
import {
  closedState,
  eventOf,
  newPlayer,
  only,
  openState,
  type Routing,
  startRouting,
  until,
} from './support/routing.js';
import { creditsOnce } from './workflows/journeys/calling.js';

let port: number;
let routing: Routing;
let stopWatching: () => void;
beforeAll(async () => {
  port = await closedPort();
  const log = pino({ level: 'silent' });
  installRuntime(
    { metricsAddress: `127.0.0.1:${port}`, logLevel: 'error', buildId: null, encryptionKeysFile: null },
    log,
  );
  stopWatching = watchEventLoop(50);
  showDestination('lucky', 'operator', 0);
  routing = await startRouting();
  await routing.work();
});
afterAll(async () => {
  stopWatching();
  await routing.close();
});

const worker = async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
const journeys = () => routing.journeys([creditsOnce]);
const begin = async () => only(await journeys().accept(eventOf('player.referred', newPlayer())), 'started').id;

/** The names in the page's table, of one process. */
async function documented(process: 'worker' | 'API'): Promise<string[]> {
  const page = await readFile(new URL('../docs/running.md', import.meta.url), 'utf8');
  return [...page.matchAll(/^\| `((?:waypost|temporal)_\w+)` +\| (worker|API|both) +\|/gm)].flatMap(
    ([, name = '', of]) => (of === process || of === 'both' ? [name] : []),
  );
}

it('a 503 is counted as an unknown attempt, a 404 as a parked call; each documented metric of the worker exists', async () => {
  await routing.operator.fault({ path: '/bonus/credit/funds', times: 1, answer: { status: 503 } });
  await closedState(routing.client, await begin());
  await routing.operator.fault({ path: '/bonus/credit/funds', times: 1, answer: { status: 404 } });
  const parked = await begin();
  await until(
    () => openState(routing.client, parked),
    (state) => state.parked.length > 0,
  );
  await routing.operator.fault({ path: '/bonus/credit/funds', times: 1, answer: { status: 401 } });
  const held = await begin();
  await until(
    () => openState(routing.client, held),
    (state) => state.waitingFor.some(isForHold),
  );
  const names = (await documented('worker')).filter((name) => name !== 'temporal_workflow_task_execution_failed_total');
  expect(names.length).toBeGreaterThan(5);
  const text = await until(worker, (all) => names.every((name) => all.includes(`# TYPE ${name} `)));
  expect(text).toMatch(/waypost_attempts_total\{[^}]*class="unknown"[^}]*\} 1/);
  expect(text).toMatch(/waypost_call_outcomes_total\{[^}]*outcome="delivered"[^}]*\} 1/);
  expect(text).toMatch(/waypost_parked_calls_total\{[^}]*action="credit-referrer"[^}]*\} 1/);
  expect(text).toContain('# HELP waypost_attempts_total Attempts of calls by brand');
  expect(text).not.toMatch(/wp_[a-z0-9]{8}/);
});

it('each documented metric of the API exists', async () => {
  const api = await startApi();
  const text = (await api.send('GET', '/metrics')).text;
  for (const name of await documented('API')) expect(text).toContain(`# TYPE ${name} `);
  expect(text).toContain('waypost_waiting_runs{brand="lucky",on="hold"} 2');
  await api.close();
});
