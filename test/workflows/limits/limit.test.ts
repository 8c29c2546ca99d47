import { WorkflowNotFoundError } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLimitKeeper } from '../../../client/limits/limit-keeper.js';
import type { LimitAnswer, LimitClaim } from '../../../workflows/contracts/keepers/limit.js';
import { keepLimits } from '../../support/keep-limits.js';
import { claimOf, HOUR, limitedCall } from '../../support/limited-call.js';
import { quietRuntime } from '../../support/quiet-runtime.js';
import { createTimeSkipping } from '../../support/temporal.js';

let env: TestWorkflowEnvironment;
let stop: () => Promise<void>;
beforeAll(async () => {
  quietRuntime();
  env = await createTimeSkipping();
  stop = await keepLimits(env.nativeConnection, env.namespace ?? 'default');
});
afterAll(async () => {
  await stop();
  await env.teardown();
});

const reserve = async (callKey: string, claim: LimitClaim): Promise<LimitAnswer> =>
  createLimitKeeper(env.client).reserve(limitedCall(callKey, [claim]), await env.currentTimeMs());
const settle = async (callKey: string, claim: LimitClaim, counts: boolean): Promise<void> =>
  createLimitKeeper(env.client).settle(limitedCall(callKey, [claim]), counts, await env.currentTimeMs());
const statusOf = async ({ keeper }: LimitClaim) => (await env.client.workflow.getHandle(keeper).describe()).status.name;

it('a call counts for the whole window and not longer', async () => {
  const claim = claimOf('window', { count: 1, window: 24 * HOUR });
  expect(await reserve('a', claim)).toEqual({ kind: 'reserved' });
  await settle('a', claim, true);
  await env.sleep(23 * HOUR);
  expect(await reserve('b', claim)).toMatchObject({ kind: 'suppressed', by: 'bonus per window' });
  await env.sleep(HOUR + 1);
  expect(await reserve('b', claim)).toEqual({ kind: 'reserved' });
});

it('a reservation counts as long as nobody knows what became of the call', async () => {
  const claim = claimOf('parked', { count: 1, window: HOUR });
  await reserve('a', claim);
  await env.sleep(30 * 24 * HOUR);
  expect(await reserve('b', claim)).toMatchObject({ kind: 'suppressed' });
  expect(await statusOf(claim)).toBe('RUNNING');
  await settle('a', claim, false);
  expect(await reserve('b', claim)).toEqual({ kind: 'reserved' });
});

it('a keeper ends once nothing counts any more, and the next call begins with a new one', async () => {
  const claim = claimOf('closing', { count: 1, window: 3 * HOUR });
  await reserve('a', claim);
  await settle('a', claim, true);
  await env.sleep(3 * HOUR - 1000);
  expect(await statusOf(claim)).toBe('RUNNING');
  await env.client.workflow.getHandle(claim.keeper).result();
  expect(await statusOf(claim)).toBe('COMPLETED');
  expect(await reserve('b', claim)).toEqual({ kind: 'reserved' });
  expect(await statusOf(claim)).toBe('RUNNING');
});

it('a keeper of a limit for ever stays', async () => {
  const claim = claimOf('ever', { count: 1, window: null });
  await reserve('a', claim);
  await settle('a', claim, true);
  await env.sleep(400 * 24 * HOUR);
  expect(await statusOf(claim)).toBe('RUNNING');
  expect(await reserve('b', claim)).toMatchObject({ kind: 'suppressed' });
});

it('what was given back before it was reserved stays free, and its keeper ends', async () => {
  const claim = claimOf('late', { count: 1 });
  const asked = await env.currentTimeMs();
  await env.sleep(1);
  await settle('a', claim, false);
  const late = createLimitKeeper(env.client).reserve(limitedCall('a', [claim]), asked);
  await expect(late).rejects.toThrow(/has heard of the call since it was asked/);
  expect(await reserve('b', claim)).toEqual({ kind: 'reserved' });
  await settle('b', claim, false);
  await env.client.workflow.getHandle(claim.keeper).result();
});

it('a call without limits asks nobody', async () => {
  const keeper = createLimitKeeper(env.client);
  expect(await keeper.reserve(limitedCall('a', []), 0)).toEqual({ kind: 'reserved' });
  await keeper.settle(limitedCall('a', []), true, 0);
  const nobody = env.client.workflow.getHandle(claimOf('a').keeper).describe();
  await expect(nobody).rejects.toBeInstanceOf(WorkflowNotFoundError);
});
