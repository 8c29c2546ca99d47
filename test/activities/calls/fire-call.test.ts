import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { expect, test } from 'vitest';
import { createActivities } from '../../../activities/create-activities.js';
import type { CallRunInput } from '../../../workflows/contracts/calls/call-run.js';
import type { AttemptReport } from '../../../workflows/contracts/calls/call.js';
import { NO_PORTS } from '../../support/no-ports.js';
import { useOperator } from '../../support/operator.js';
import { activitiesOf, catalogueAt, prepared, REQUEST, SECRETS } from '../world.js';

const operator = useOperator();

/** Runs one attempt of the standalone activity: its report, and what it has handed over. */
async function fire(attempt: number) {
  const catalogue = catalogueAt(operator.url);
  const request = { ...REQUEST, action: 'apply-tag', fields: { tag: 'VIP' } };
  const call = await prepared(activitiesOf(catalogue), request);
  const handedOver: CallRunInput[] = [];
  const start = async (input: CallRunInput) => void handedOver.push(input);
  const callRuns = { ...NO_PORTS.callRuns, start };
  const { fireCall } = createActivities({ catalogue: () => catalogue, ...NO_PORTS, callRuns, environment: SECRETS });
  const at = new Date().toISOString();
  const about = { id: 'e-1', type: 'deposit.made', playerId: request.playerId, occurredAt: at, receivedAt: at };
  const input = { request: { ...request, callKey: call.callKey }, step: 'apply-tag', catalogue: catalogue.hash };
  const environment = new MockActivityEnvironment({ attempt }, { logger: new DefaultLogger('ERROR') });
  const sent: CallRunInput = {
    ...input,
    event: { ...about, data: {} },
    prepared: { kind: 'ready', call },
    progress: null,
  };
  const report = await environment.run<[CallRunInput], AttemptReport, typeof fireCall>(fireCall, sent);
  return { report, handedOver, requests: await operator.requests() };
}

test('the first attempt of the activity sends, and a delivered call is over', async () => {
  const { report, handedOver, requests } = await fire(1);
  expect(report.class).toBe('delivered');
  expect(requests).toHaveLength(1);
  expect(handedOver).toEqual([]);
});

test.each([2, 3, 1_000])(
  'attempt %i of the activity never sends: its call goes on elsewhere as unknown',
  async (attempt) => {
    const { report, handedOver, requests } = await fire(attempt);
    expect(report.class).toBe('unknown');
    expect(requests).toEqual([]);
    expect(handedOver).toMatchObject([{ progress: { maybeSent: true, attempts: 1, last: { class: 'unknown' } } }]);
  },
);

test.each([
  ['may have arrived', { status: 503 }, { maybeSent: true, attempts: 1 }],
  ['was surely not processed', { status: 429 }, { maybeSent: false, attempts: 1 }],
  ['was refused', { status: 422 }, { maybeSent: false, attempts: 1 }],
  ['tells of a wrong set-up', { status: 404 }, { maybeSent: false, attempts: 1 }],
])('a call whose attempt %s goes on elsewhere, with what is known', async (_, answer, progress) => {
  await operator.fault({ path: `/players/*`, times: 1, answer });
  const { report, handedOver } = await fire(1);
  expect(handedOver).toMatchObject([{ progress: { ...progress, last: report } }]);
});
