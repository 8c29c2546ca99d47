import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createActivities } from '../../../activities/create-activities.js';
import type { AttemptReport, DeliveryMode } from '../../../workflows/contracts/calls/call.js';
import type { ActivityOfRun, AwaitedReports } from '../../../workflows/contracts/ports.js';
import { NO_PORTS } from '../../support/no-ports.js';
import { startTestOperator, type TestOperator } from '../../support/operator.js';
import { activitiesOf, catalogueAt, prepared, SECRETS, within } from '../world.js';

let operator: TestOperator;
let asked: ActivityOfRun[];

beforeAll(async () => {
  operator = await startTestOperator();
});
afterAll(() => operator.close());
beforeEach(async () => {
  asked = [];
  await operator.reset();
});

interface Start {
  readonly mode?: DeliveryMode;
  /** How long ago it was scheduled, by the clock of this process; milliseconds. */
  readonly waited: number;
}

/** An attempt that starts so, where Temporal answers this to whether it still waits for it. */
async function start({ mode = 'once', waited }: Start, isAwaited: () => Promise<boolean>): Promise<AttemptReport> {
  const catalogue = catalogueAt(operator.url);
  const call = { ...(await prepared(activitiesOf(catalogue))), mode };
  const awaited: AwaitedReports = {
    isAwaited: (activity) => {
      asked.push(activity);
      return isAwaited();
    },
  };
  const { sendCallback } = createActivities({
    catalogue: () => catalogue,
    ...NO_PORTS,
    awaited,
    environment: SECRETS,
  });
  const order = { call, attempt: 1, originalRunId: 'first-run', confirmedIn: null };
  return within(sendCallback, order, { scheduled: Date.now() - waited });
}

const yes = (): Promise<boolean> => Promise.resolve(true);
const no = (): Promise<boolean> => Promise.resolve(false);

describe.each(['once', 'reconcile'] as const)('an attempt (%s) that starts late', (mode) => {
  it('is not sent when Temporal has given it up', async () => {
    const report = await start({ mode, waited: 20_000 }, no);
    expect(report).toMatchObject({
      class: 'not-sent',
      status: null,
      reason: expect.stringMatching(/gave up/) as string,
    });
    expect(asked).toMatchObject([{ workflowId: 'lucky:x:y', runId: 'first-run' }]);
    expect(await operator.requests()).toEqual([]);
  });

  it('goes out when Temporal still waits for it, as after a long time in its queue', async () => {
    expect(await start({ mode, waited: 20_000 }, yes)).toMatchObject({ class: 'delivered' });
  });

  it('is not sent when Temporal does not answer', async () => {
    const report = await start({ mode, waited: 20_000 }, () => Promise.reject(new Error('Temporal is away')));
    expect(report).toMatchObject({
      class: 'not-sent',
      reason: expect.stringMatching(/Temporal is away$/) as string,
    });
    expect(await operator.requests()).toEqual([]);
  });
});

it('one that looks early is asked about, too: the clock is behind', async () => {
  expect(await start({ waited: -20_000 }, no)).toMatchObject({ class: 'not-sent' });
});

it('one that starts at once asks nobody', async () => {
  expect(await start({ waited: 500 }, no)).toMatchObject({ class: 'delivered' });
  expect(asked).toEqual([]);
});

it('an endpoint that honours the key may be asked twice: nobody is asked', async () => {
  expect(await start({ mode: 'idempotent', waited: 20_000 }, no)).toMatchObject({ class: 'delivered' });
  expect(asked).toEqual([]);
});
