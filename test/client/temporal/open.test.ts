import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAttention } from '../../../client/attention/create-attention.js';
import { IS_CLOSED, isOpen, OPEN } from '../../../client/temporal/open.js';
import { visibilityPage } from '../../../client/temporal/visibility.js';
import { JOURNEYS_QUEUE } from '../../../workflows/contracts/names.js';
import { until } from '../../support/routing.js';
import { freshNamespace, type TestNamespace } from '../../support/temporal.js';

let place: TestNamespace;
beforeAll(async () => {
  place = await freshNamespace();
});
afterAll(() => place.close());

const count = async (query: string) => (await place.client.workflow.count(query)).count;

it('a workflow is open until it is closed, also to queries', async () => {
  const start = (workflowId: string) =>
    place.client.workflow.start('nothingRunsIt', { workflowId, taskQueue: JOURNEYS_QUEUE });
  await start('stays-open');
  await (await start('is-terminated')).terminate();
  await until(
    () => count(IS_CLOSED),
    (closed) => closed === 1,
  );
  expect(await count(OPEN)).toBe(1);
  const { infos } = await visibilityPage(place.client, OPEN, 10);
  expect(infos.map(({ workflowId, status }) => [workflowId, isOpen(status)])).toEqual([['stays-open', true]]);
});

it('a workflow that was paused in Temporal is open', () => {
  expect(isOpen({ name: 'PAUSED' })).toBe(true);
  expect(isOpen({ name: 'RUNNING' })).toBe(true);
  for (const name of ['COMPLETED', 'FAILED', 'CANCELLED', 'TERMINATED', 'CONTINUED_AS_NEW', 'TIMED_OUT'] as const) {
    expect(isOpen({ name })).toBe(false);
  }
});

it('attention lists paused workflows on every server, also on one that knows none', async () => {
  const attention = createAttention(place.client, () => Promise.resolve());
  const page = await attention.list({ brand: 'lucky', kind: 'paused-run', limit: 10 });
  expect(page).toEqual({ items: [], next: null, notes: [] });
});
