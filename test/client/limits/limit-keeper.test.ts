import { Client } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLimitKeeper } from '../../../client/limits/limit-keeper.js';
import { freePort } from '../../../dev/launch/ports.js';
import { type RunningProcess, startProcess } from '../../../dev/launch/processes.js';
import type { LimitAnswer, LimitClaim } from '../../../workflows/contracts/keepers/limit.js';
import type { LimitKeeper } from '../../../workflows/contracts/ports.js';
import { keepLimits } from '../../support/keep-limits.js';
import { claimOf, limitedCall, untilAnswered } from '../../support/limited-call.js';
import { quietRuntime } from '../../support/quiet-runtime.js';
import { freshNamespace, type TestNamespace } from '../../support/temporal.js';

let place: TestNamespace;
let native: NativeConnection;
let stop: () => Promise<void> = () => Promise.resolve();
beforeAll(async () => {
  quietRuntime();
  place = await freshNamespace();
  native = await NativeConnection.connect({ address: place.address });
});
afterAll(async () => {
  await stop();
  await Promise.all([place.close(), native.close()]);
});

/** Keepers as three processes have them: one over the connection of a worker. */
function threeKeepers(): LimitKeeper[] {
  const ofWorker = new Client({ connection: native, namespace: place.namespace });
  return [createLimitKeeper(place.client), createLimitKeeper(place.client), createLimitKeeper(ofWorker)];
}

/** Many calls at once for the same limit; what became of each. */
function race(keepers: readonly LimitKeeper[], claim: LimitClaim, calls: number): Promise<LimitAnswer[]> {
  return Promise.all(
    Array.from({ length: calls }, (_, number) => {
      const keeper = keepers[number % keepers.length] as LimitKeeper;
      return untilAnswered((asked) => keeper.reserve(limitedCall(`wp_${number}`, [claim]), asked));
    }),
  );
}

const placesOf = (answers: readonly LimitAnswer[]): string[] =>
  answers.flatMap(({ kind }, number) => (kind === 'reserved' ? [`wp_${number}`] : []));

describe('while no worker runs', () => {
  it('a reservation is not made and can be asked for again; what became of a call is accepted', async () => {
    const claim = claimOf('nobody', { count: 1 });
    const [keeper] = threeKeepers() as [LimitKeeper];
    await keeper.settle(limitedCall('before', [claim]), true, Date.now());
    const asked = Date.now();
    const refusal = keeper.reserve(limitedCall('a', [claim]), asked);
    await expect(refusal).rejects.toMatchObject({ name: 'NoWorkerAnswered', message: /lucky:~limit:nobody did not/ });
    stop = await keepLimits(native, place.namespace);
    const answer = await untilAnswered((again) => keeper.reserve(limitedCall('a', [claim]), again));
    expect(answer).toMatchObject({ kind: 'suppressed', by: 'bonus per nobody' });
  });
});

describe('while a worker runs', () => {
  it('of 1,000 calls that race for a limit of 100, exactly 100 get a place', { timeout: 60_000 }, async () => {
    const claim = claimOf('race', { count: 100 });
    const answers = await race(threeKeepers(), claim, 1_000);
    expect(placesOf(answers)).toHaveLength(100);
    const suppressed = answers.filter(({ kind }) => kind === 'suppressed');
    expect(suppressed).toHaveLength(900);
    for (const answer of suppressed) {
      expect(answer).toEqual({
        kind: 'suppressed',
        by: 'bonus per race',
        reason: expect.stringMatching(/"bonus per race" is full: 100 of 100 calls .*including 100/),
      });
    }
  });

  it('money is let go up to the last cent', { timeout: 60_000 }, async () => {
    const claim = claimOf('money', { count: null, money: { amount: '333.33', currency: 'EUR' } });
    expect(placesOf(await race(threeKeepers(), claim, 100))).toHaveLength(33);
    const [keeper] = threeKeepers() as [LimitKeeper];
    const last = limitedCall('last', [claim], { amount: '3.34', currency: 'EUR' });
    expect(await keeper.reserve(last, Date.now())).toMatchObject({ kind: 'suppressed' });
    const fits = limitedCall('last', [claim], { amount: '3.33', currency: 'EUR' });
    expect(await keeper.reserve(fits, Date.now())).toEqual({ kind: 'reserved' });
  });

  it('under load it continues as new, and nothing is lost or counted twice', { timeout: 120_000 }, async () => {
    // Temporal suggests to continue by the history's bytes too: long names fill it soon.
    const claim = claimOf('load', { count: 1_000, name: `bonus ${'with a long name '.repeat(300)}` });
    const keepers = threeKeepers();
    const [keeper] = keepers as [LimitKeeper];
    await keeper.reserve(limitedCall('wp_0', [claim]), Date.now());
    const first = (await place.client.workflow.getHandle(claim.keeper).describe()).runId;

    const reserved = new Set(placesOf(await race(keepers, claim, 1_500)));
    expect(reserved.size).toBe(1_000);
    const settled = [...reserved].map((callKey, number) =>
      untilAnswered((asked) => keeper.settle(limitedCall(callKey, [claim]), number >= 400, asked)),
    );
    await Promise.all(settled);
    const again = await race(keepers, claim, 1_500);
    const kept = [...reserved].slice(400);
    expect(placesOf(again)).toHaveLength(1_000);
    expect(placesOf(again)).toEqual(expect.arrayContaining(kept));
    expect((await place.client.workflow.getHandle(claim.keeper).describe()).runId).not.toBe(first);
  });

  it('a call in a currency that the limit does not count is an error for good', async () => {
    const [keeper] = threeKeepers() as [LimitKeeper];
    const count = claimOf('count', { count: 1 });
    const money = claimOf('euros', { count: null, money: { amount: '100.00', currency: 'EUR' } });
    const crowns = limitedCall('a', [count, money], { amount: '1', currency: 'SEK' });
    await expect(keeper.reserve(crowns, Date.now())).rejects.toMatchObject({
      name: 'ApplicationFailure',
      type: 'LimitMisused',
      nonRetryable: true,
      message: /"bonus per euros" counts EUR, and the call is in SEK/,
    });
    expect(await keeper.reserve(limitedCall('b', [count]), Date.now())).toEqual({ kind: 'reserved' });
  });

  it('takes the places of all limits of a call, or none, however often it is asked', async () => {
    const [keeper] = threeKeepers() as [LimitKeeper];
    const [player, brand] = [claimOf('of-player', { count: 1 }), claimOf('of-brand', { count: 1 })];
    expect(await keeper.reserve(limitedCall('first', [brand]), Date.now())).toEqual({ kind: 'reserved' });
    for (let attempt = 1; attempt <= 2; attempt++) {
      const answer = await keeper.reserve(limitedCall('second', [player, brand]), Date.now());
      expect(answer).toMatchObject({ kind: 'suppressed', by: 'bonus per of-brand' });
    }
    expect(await keeper.reserve(limitedCall('third', [player]), Date.now())).toEqual({ kind: 'reserved' });
    await keeper.settle(limitedCall('first', [brand]), false, Date.now());
    await keeper.settle(limitedCall('third', [player]), false, Date.now());
    expect(await keeper.reserve(limitedCall('second', [player, brand]), Date.now())).toEqual({ kind: 'reserved' });
    expect(await keeper.reserve(limitedCall('third', [player]), Date.now())).toMatchObject({ kind: 'suppressed' });
  });

  it('a settlement said twice counts once, and a released call can be reserved again', async () => {
    const [keeper, other] = threeKeepers() as [LimitKeeper, LimitKeeper];
    const claim = claimOf('twice', { count: 2 });
    const call = limitedCall('a', [claim]);
    expect(await keeper.reserve(call, Date.now())).toEqual({ kind: 'reserved' });
    await keeper.settle(call, false, Date.now());
    expect(await keeper.reserve(call, Date.now() + 1)).toEqual({ kind: 'reserved' });
    await Promise.all([keeper.settle(call, true, Date.now() + 2), other.settle(call, true, Date.now() + 2)]);
    await other.settle(call, false, Date.now() + 3);
    expect(await keeper.reserve(limitedCall('b', [claim]), Date.now())).toEqual({ kind: 'reserved' });
    expect(await keeper.reserve(limitedCall('c', [claim]), Date.now())).toMatchObject({
      reason: expect.stringMatching(/"bonus per twice" is full: 2 of 2 calls .*including 1/),
    });
  });
});

describe('when a worker is killed', () => {
  it('in the middle of a race, another one goes on, and exactly 100 get a place', { timeout: 120_000 }, async () => {
    await stop();
    const victim = await workerProcess();
    const claim = claimOf('killed', { count: 100 });
    const [keeper] = threeKeepers() as [LimitKeeper];
    const early = await race([keeper], claim, 40);
    expect(placesOf(early)).toHaveLength(40);
    const racing = race(threeKeepers(), claim, 1_000);
    process.kill(-(victim.pid ?? 0), 'SIGKILL');
    await victim.ended;
    stop = await keepLimits(native, place.namespace);
    const reserved = placesOf(await racing);
    expect(reserved).toHaveLength(100);
    expect(reserved.slice(0, 40)).toEqual(placesOf(early));
  });
});

async function workerProcess(): Promise<RunningProcess> {
  const env = {
    TEMPORAL_ADDRESS: place.address,
    TEMPORAL_NAMESPACE: place.namespace,
    OPERATOR_URL: 'http://127.0.0.1:9',
    LUCKY_OPERATOR_KEY: 'lucky-key',
    ROYAL_OPERATOR_KEY: 'royal-key',
    WORKER_METRICS_PORT: String(await freePort()),
    LOG_LEVEL: 'error',
  };
  const started = startProcess('worker', { file: 'worker/main.ts' }, { env, write: () => undefined });
  await started.ready;
  return started;
}
