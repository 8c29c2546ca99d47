import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAwaitedReports } from '../../client/calls/awaited-reports.js';
import { createEarlierCalls } from '../../client/calls/earlier-calls.js';
import { freshNamespace, type TestNamespace } from '../support/temporal.js';

let place: TestNamespace;
beforeAll(async () => {
  place = await freshNamespace();
});
afterAll(() => place.close());

const gone = () => ({ workflowId: 'lucky:welcome:p-1', runId: randomUUID() });

it('of a run that Temporal does not keep no report is awaited', async () => {
  expect(await createAwaitedReports(place.client).isAwaited({ ...gone(), activityId: '1' })).toBe(false);
});

it('of a run that Temporal does not keep no earlier call is found', async () => {
  expect(await createEarlierCalls(place.client).find(gone(), 'wp_key')).toBeNull();
});
