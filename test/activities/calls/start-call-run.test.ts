import { beforeAll, expect, it } from 'vitest';
import { unreported } from '../../../activities/calls/not-sent.js';
import { createActivities } from '../../../activities/create-activities.js';
import type { CallRunInput } from '../../../workflows/contracts/calls/call-run.js';
import type { AttemptReport, DeliveryMode, PreparedCall } from '../../../workflows/contracts/calls/call.js';
import { NO_PORTS } from '../../support/no-ports.js';
import { activitiesOf, catalogueAt, prepared, REQUEST, within } from '../world.js';

const catalogue = catalogueAt('http://127.0.0.1:9');
const KNOWN = { ...unreported('held', 0), class: 'not-sent' } as const;

let call: PreparedCall;
beforeAll(async () => {
  call = await prepared(activitiesOf(catalogue));
});

/** A call of which its last attempt, made for a run, is known. */
function inputOf(mode: DeliveryMode, run: string): CallRunInput {
  const last: AttemptReport = { ...KNOWN, run };
  const event = { id: 'e-1', type: 'deposit.made', playerId: 'player-1', occurredAt: '', receivedAt: '', data: {} };
  return {
    ...{ request: REQUEST, step: 'credit', event, catalogue: 'hash' },
    prepared: { kind: 'ready', call: { ...call, mode } },
    progress: { maybeSent: false, confirmed: true, attempts: 1, since: 1, knownAt: 1, last },
  };
}

/** What the run of a call is started with by `second-run`, which was reset from `first-run` unless it was not. */
async function handedOver(input: CallRunInput, sent: PreparedCall | null, originalRunId = 'first-run') {
  const started: CallRunInput[] = [];
  const callRuns = { ...NO_PORTS.callRuns, start: async (one: CallRunInput) => void started.push(one) };
  const earlier = { find: () => Promise.resolve(sent) };
  const { startCallRun } = createActivities({ catalogue: () => catalogue, ...NO_PORTS, callRuns, earlier });
  await within((one: CallRunInput) => startCallRun(one, originalRunId), input, { runId: 'second-run' });
  return started;
}

const maybeSent = { maybeSent: true, confirmed: false, attempts: 1, since: 1, last: { class: 'unknown' } };

it('tells of what was sent before a reset, with those bytes, whatever the run knows from before it', async () => {
  const sent = { ...call, body: '{"as":"before"}' };
  for (const mode of ['idempotent', 'once'] as const) {
    expect(await handedOver(inputOf(mode, 'first-run'), sent)).toMatchObject([
      { prepared: { call: sent }, progress: maybeSent },
    ]);
  }
});

it('where no history tells, only what may be sent twice is taken for unsent', async () => {
  const [once, idempotent] = [inputOf('once', 'first-run'), inputOf('idempotent', 'first-run')];
  expect(await handedOver(once, null)).toMatchObject([{ prepared: once.prepared, progress: maybeSent }]);
  expect(await handedOver(idempotent, null)).toEqual([idempotent]);
});

it('hands on what the run has found out itself, and all of a run that was not reset', async () => {
  const [own, other] = [inputOf('once', 'second-run'), inputOf('once', 'first-run')];
  expect(await handedOver(own, call)).toEqual([own]);
  expect(await handedOver(other, call, 'second-run')).toEqual([other]);
});
