import { expect, it } from 'vitest';
import { createActivities } from '../../../activities/create-activities.js';
import { redoKey } from '../../../workflows/contracts/calls/call-key.js';
import type { CallRequest, DeliveryMode, Preparation, PreparedCall } from '../../../workflows/contracts/calls/call.js';
import { NO_PORTS } from '../../support/no-ports.js';
import { useOperator } from '../../support/operator.js';
import { activitiesOf, catalogueAt, prepared, REQUEST, SECRETS, within } from '../world.js';

const EXCLUDED = { blocks: [{ type: 'Excluded' as const, active: true }] };

const operator = useOperator();

/** A call as it was sent before the catalogue changed. */
async function sentBefore(mode: DeliveryMode): Promise<PreparedCall> {
  return { ...(await prepared(activitiesOf(catalogueAt(operator.url)))), mode, body: '{"as":"before"}' };
}

/** Prepares a call in a run that was reset from one which has sent it so, or has not. */
function prepareAgain(
  sent: PreparedCall | null,
  { isLocal = false, fields = REQUEST.fields }: { isLocal?: boolean; fields?: CallRequest['fields'] } = {},
): Promise<Preparation> {
  const catalogue = catalogueAt(operator.url, { guarded: true });
  const earlier = { find: () => Promise.resolve(sent) };
  const { prepareCall } = createActivities({ catalogue: () => catalogue, ...NO_PORTS, earlier, environment: SECRETS });
  const asked = (request: CallRequest, now: string) => prepareCall(request, now, 'first-run');
  return within(asked, { ...REQUEST, fields }, { isLocal, runId: 'second-run' });
}

it('is done elsewhere, since histories take their time', async () => {
  expect(await prepareAgain(null, { isLocal: true })).toMatchObject({
    kind: 'elsewhere',
    reason: expect.stringMatching(/reset/) as string,
  });
});

it.each(['idempotent', 'reconcile', 'once'] as const)('gives the bytes that were sent before: %s', async (mode) => {
  const call = await sentBefore(mode);
  expect(await prepareAgain(call)).toEqual({ kind: 'ready', call, maybeSent: true });
});

it('gives them also where the call would be refused now', async () => {
  const call = await sentBefore('idempotent');
  expect(await prepareAgain(call, { fields: {} })).toEqual({ kind: 'ready', call, maybeSent: true });
});

it('renders what was not sent before', async () => {
  expect(await prepareAgain(null)).toMatchObject({
    kind: 'ready',
    call: { body: expect.stringContaining('"amount":10.00') as string },
  });
});

it('does not take for unsent what may have reached a player who is excluded since', async () => {
  const call = await sentBefore('idempotent');
  await operator.setPlayer('player-1', EXCLUDED);
  expect(await prepareAgain(call)).toEqual({ kind: 'ready', call, maybeSent: true });
});

/** Prepares a call again where this key has a run of its own. */
function prepareBeside(key: string): Promise<Preparation> {
  const catalogue = catalogueAt(operator.url);
  const exists = (_brand: string, asked: string) => Promise.resolve(asked === key);
  const callRuns = { ...NO_PORTS.callRuns, exists };
  const { prepareCall } = createActivities({ catalogue: () => catalogue, ...NO_PORTS, callRuns, environment: SECRETS });
  const asked = (request: CallRequest, now: string) => prepareCall(request, now, 'first-run');
  return within(asked, REQUEST, { runId: 'second-run' });
}

it('leaves a call that was handed over before to the run in which it lives', async () => {
  expect(await prepareBeside(REQUEST.callKey)).toEqual({ kind: 'handed-over' });
});

it('does not make a call a second time that a person has had done again', async () => {
  const key = redoKey(REQUEST.brand, REQUEST.callKey);
  expect(await prepareBeside(key)).toEqual({ kind: 'refused', reason: `it was redone as ${key}` });
});
