import { createServer } from 'node:https';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeCertificate } from '../../outbound/certificates.js';
import { listen } from '../../outbound/servers.js';
import { holdOf, InMemoryHolds } from '../../support/in-memory-holds.js';
import { startTestOperator, type TestOperator } from '../../support/operator.js';
import { activitiesOf, catalogueAt, prepared, REQUEST, SECRETS, within } from '../world.js';

const GUARD = '/userblocks/player-1';
const HOLD = 'auto:destination:operator';
const REFUSAL =
  '401: the destination does not accept our credentials (secret: the environment variable LUCKY_OPERATOR_KEY)';

let operator: TestOperator;
let holds: InMemoryHolds;
beforeAll(async () => {
  operator = await startTestOperator();
});
afterAll(() => operator.close());
beforeEach(async () => {
  await operator.reset();
  holds = new InMemoryHolds();
});

function guarded(environment: NodeJS.ProcessEnv = SECRETS) {
  return activitiesOf(catalogueAt(operator.url, { guarded: true }), environment, Date.now, holds);
}

const lookup = { brand: 'lucky', lookup: 'player-blocks', playerId: 'player-1', params: {} };

describe.each([true, false])('a question that is refused for our credentials (local: %s)', (isLocal) => {
  it.each([401, 403])('holds the destination after one answer of %s, and names the secret', async (status) => {
    await operator.fault({ path: GUARD, times: 100, answer: { status } });
    const activities = guarded();
    for (const _ of [1, 2, 3]) {
      expect(await within(activities.prepareCall, REQUEST, { isLocal })).toMatchObject({ kind: 'held', hold: HOLD });
    }
    expect(await operator.requests()).toHaveLength(1);
    expect(holds.current('lucky')).toMatchObject([
      { id: HOLD, by: 'waypost', reason: `the lookup player-blocks: ${REFUSAL.replace('401', String(status))}` },
    ]);
    expect(holds.current('royal')).toEqual([]);
  });

  it('lets a lookup wait, and asks again once the hold is released', async () => {
    await operator.fault({ path: GUARD, times: 1, answer: { status: 401 } });
    const activities = guarded();
    expect(await within(activities.lookUp, lookup, { isLocal })).toMatchObject({ kind: 'held', hold: HOLD });
    holds.release('lucky');
    expect(await within(activities.lookUp, lookup, { isLocal })).toMatchObject({ kind: 'answer' });
  });

  it('and so does a secret that is missing', async () => {
    expect(await within(guarded({}).lookUp, lookup, { isLocal })).toMatchObject({ kind: 'held', hold: HOLD });
    expect(await operator.requests()).toEqual([]);
  });
});

it('a certificate that is not trusted holds the destination, and the hold says what it is checked against', async () => {
  const server = await listen(createServer(await makeCertificate({ ip: '127.0.0.1' })));
  const catalogue = catalogueAt(`https://127.0.0.1:${server.port}`);
  const { lookUp } = activitiesOf(catalogue, SECRETS, Date.now, holds);
  expect(await within(lookUp, lookup)).toMatchObject({ kind: 'held', hold: HOLD });
  expect(holds.current('lucky')[0]?.reason).toMatch(
    /certificate .*certificates: checked against the public authorities/,
  );
  await server.close();
});

it('a guard that is refused when a call is cleared, holds it', async () => {
  const activities = guarded();
  const call = await prepared(activities);
  await operator.fault({ path: GUARD, times: 1, answer: { status: 403 } });
  expect(await within(activities.clearCall, call)).toMatchObject({ kind: 'held', hold: HOLD });
});

it('the status lookup holds the destination, unless its own answers understand the status', async () => {
  const status = {
    path: '/grants/wp_key',
    done: [{ status: [200] }],
    notDone: [{ status: [403] }],
    after: 0,
    patience: 1,
  };
  const activities = guarded();
  const call = { ...(await prepared(activities)), mode: 'reconcile' as const, status };
  await operator.fault({ path: '/grants/*', times: 1, answer: { status: 403 } });
  expect(await within(activities.askStatus, call)).toMatchObject({ kind: 'not-done' });
  await operator.fault({ path: '/grants/*', times: 1, answer: { status: 401 } });
  expect(await within(activities.askStatus, call)).toMatchObject({ kind: 'held', hold: HOLD });
  expect(holds.current('lucky')).toMatchObject([{ id: HOLD, reason: expect.stringContaining('the status lookup of') }]);
});

it('a person may hold a destination for what is asked there, too; a hold of anything else does not concern it', async () => {
  const { lookUp } = guarded();
  await holds.trip('lucky', holdOf('action', 'credit-referrer'));
  await holds.trip('lucky', holdOf('brand', 'lucky'));
  expect(await within(lookUp, lookup)).toMatchObject({ kind: 'answer' });
  await holds.trip('lucky', holdOf('destination', 'operator'));
  expect(await within(lookUp, lookup)).toMatchObject({ kind: 'held', hold: 'destination:operator' });
});
