import { WorkflowNotFoundError } from '@temporalio/client';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { OrderRefused } from '../../../client/errors.js';
import { HoldWatcher } from '../../../client/holds/hold-watcher.js';
import type { HoldOrder } from '../../../client/journey-client.js';
import { type Hold, isForHold } from '../../../workflows/contracts/keepers/hold.js';
import { holdsId } from '../../../workflows/contracts/names.js';
import { holdOf } from '../../support/in-memory-holds.js';
import {
  closedState,
  eventOf,
  newPlayer,
  only,
  openState,
  type Routing,
  startRouting,
  until,
} from '../../support/routing.js';
import { creditsOnce } from '../../workflows/journeys/calling.js';

let routing: Routing;
beforeAll(async () => {
  routing = await startRouting();
});
afterAll(() => routing.close());
beforeEach(async () => {
  await routing.operator.reset();
  await routing.work();
});
afterEach(async () => {
  const client = journeys();
  for (const brand of ['lucky', 'royal']) {
    for (const { id } of await client.holds(brand)) await client.release(brand, { id, by: 'tester' });
    await until(
      () => client.holds(brand),
      (holds) => holds.length === 0,
    );
    // It would look for half a minute longer for runs to wake.
    await routing.client.workflow.getHandle(holdsId(brand)).terminate().catch(unlessNone);
  }
  await routing.rest();
});

function unlessNone(error: unknown): void {
  if (!(error instanceof WorkflowNotFoundError)) throw error;
}

function journeys() {
  return routing.journeys([creditsOnce]);
}

/** Sets a hold, as the API does. */
function hold(change: Partial<HoldOrder> = {}) {
  const order = { brand: 'lucky', scope: 'destination', name: 'operator', reason: 'their deploy', by: 'ops' } as const;
  return journeys().hold({ ...order, ...change });
}

async function release(id: string, brand = 'lucky'): Promise<void> {
  expect(await journeys().release(brand, { id, by: 'ops' })).not.toBeNull();
}

/** Starts a run that credits once; its id. */
async function begin(brand = 'lucky'): Promise<string> {
  const decisions = await journeys().accept(eventOf('player.referred', newPlayer(), { brand }));
  return only(decisions, 'started').id;
}

const waits = (id: string) =>
  until(
    () => openState(routing.client, id),
    (state) => state.waitingFor.some(isForHold),
  );

/** What a watcher of its own knows of a brand, once it is as wanted. */
async function watched(brand: string, wanted: (holds: readonly Hold[]) => boolean): Promise<readonly Hold[]> {
  const watcher = new HoldWatcher(routing.client, () => ['lucky', 'royal'], pino({ level: 'silent' }));
  onTestFinished(() => watcher.close());
  await watcher.start();
  return until(async () => watcher.current(brand) ?? [], wanted);
}

describe('a hold that a person sets', () => {
  it('makes calls wait, and lets them go when it is released', async () => {
    expect(await hold()).toMatchObject({ isNew: true, inForce: true, hold: { id: 'destination:operator', by: 'ops' } });
    await watched('lucky', (holds) => holds.length === 1);
    await routing.rest();
    await routing.work(); // each process reads the holds before it sends
    const ids = [await begin(), await begin()];
    for (const id of ids) {
      const state = await waits(id);
      expect(state.calls).toMatchObject([{ attempts: 0, reason: expect.stringMatching(/ops.*their deploy/) }]);
    }
    expect(await routing.operator.ledger()).toEqual([]);
    await release('destination:operator');
    for (const id of ids) expect(await closedState(routing.client, id)).toMatchObject({ status: 'ended' });
    expect(await routing.operator.ledger()).toHaveLength(2);
  });

  it('is seen by a process that runs already, as is its release', async () => {
    const watcher = new HoldWatcher(routing.client, () => ['lucky'], pino({ level: 'silent' }));
    onTestFinished(() => watcher.close());
    expect(watcher.current('lucky')).toBeNull();
    await watcher.start();
    expect(watcher.current('lucky')).toEqual([]);
    await hold();
    await until(
      async () => watcher.current('lucky') ?? [],
      (holds) => holds.length === 1,
    );
    await release('destination:operator');
    await until(
      async () => watcher.current('lucky') ?? [],
      (holds) => holds.length === 0,
    );
  });

  it('set again, stays as it was; a second one is kept beside it', async () => {
    const first = await hold();
    expect(await hold({ reason: 'another', by: 'somebody' })).toEqual({ ...first, isNew: false });
    await hold({ scope: 'journey', name: 'credits-once' });
    expect((await journeys().holds('lucky')).map(({ id }) => id).sort()).toEqual([
      'destination:operator',
      'journey:credits-once',
    ]);
    await release('destination:operator');
    await until(
      () => journeys().holds('lucky'),
      (holds) => holds.length === 1,
    );
  });

  it('is of one brand alone', async () => {
    await hold();
    expect(await journeys().holds('royal')).toEqual([]);
    expect(await journeys().release('royal', { id: 'destination:operator', by: 'ops' })).toBeNull();
    await closedState(routing.client, await begin('royal'));
    expect(await journeys().holds('lucky')).toHaveLength(1);
  });

  it('names what the brand has; an action also by its notification type', async () => {
    const refused = (order: Partial<HoldOrder>) => hold(order).catch((error: unknown) => error);
    expect(await refused({ name: 'operater' })).toMatchObject({
      field: 'name',
      message: expect.stringContaining('did you mean "operator"?'),
    });
    for (const order of [
      { scope: 'brand', name: 'royal' },
      { scope: 'action', name: 'no-such-action' },
      { scope: 'rule', name: 'no-such-rule' },
      { scope: 'journey', name: 'no-such-journey' },
    ] as const) {
      expect(await refused(order)).toBeInstanceOf(OrderRefused);
    }
    expect(await hold({ scope: 'action', name: 'triggercallback.cancel-bonus' })).toMatchObject({
      hold: { id: 'action:cancel-bonus', name: 'cancel-bonus' },
    });
    expect(await hold({ scope: 'brand', name: 'lucky' })).toMatchObject({ hold: { id: 'brand:lucky' } });
  });
});

describe('while no worker runs', () => {
  it('the first hold of a brand is in force at once, and another before the first call is sent', async () => {
    await routing.rest();
    expect(await hold({ scope: 'action', name: 'cancel-bonus' })).toMatchObject({ inForce: true });
    expect(await hold()).toMatchObject({ isNew: true, inForce: false });
    const id = await begin();
    await routing.work();
    await waits(id);
    expect(await routing.operator.ledger()).toEqual([]);
    await release('destination:operator');
    await closedState(routing.client, id);
  });

  it('a release is taken in by the next worker, and what waited goes', async () => {
    await hold();
    await watched('lucky', (holds) => holds.length === 1);
    await routing.rest();
    await routing.work();
    const id = await begin();
    await waits(id);
    await routing.rest();
    expect(await journeys().release('lucky', { id: 'destination:operator', by: 'ops' })).toMatchObject({
      inForce: true,
    });
    await routing.work();
    expect(await closedState(routing.client, id)).toMatchObject({ status: 'ended' });
  });
});

describe('one wrong key', () => {
  const PATH = '/bonus/credit/funds';

  it('is one hold for all calls; once it is put right and released, all are delivered', async () => {
    await routing.operator.fault({ path: PATH, times: 1_000, answer: { status: 401 } });
    const ids = await Promise.all(Array.from({ length: 20 }, () => begin()));
    for (const id of ids) await waits(id);
    expect(await journeys().holds('lucky')).toMatchObject([
      { id: 'auto:destination:operator', by: 'waypost', reason: expect.stringContaining('credentials') },
    ]);
    const later = await begin();
    const { calls } = await waits(later);
    expect(calls).toMatchObject([{ attempts: 0 }]);

    await routing.operator.fault({ path: PATH, times: 0 });
    await release('auto:destination:operator');
    for (const id of [...ids, later]) expect(await closedState(routing.client, id)).toMatchObject({ status: 'ended' });
    expect(await routing.operator.ledger()).toHaveLength(21);
  });

  it('also what a person would be asked about goes on by itself', async () => {
    // royal's credit is `once`: an answer was given to the only request.
    await routing.operator.fault({ path: PATH, times: 1, answer: { status: 403 } });
    const id = await begin('royal');
    await until(
      () => openState(routing.client, id),
      (state) => state.parked.length === 1,
    );
    await until(
      () => journeys().holds('royal'),
      (holds) => holds.length === 1,
    );
    await release('auto:destination:operator', 'royal');
    const state = await closedState(routing.client, id);
    expect(state.resolutions).toMatchObject([{ decision: 'retry', by: 'ops' }]);
    expect(await routing.operator.ledger()).toHaveLength(1);
  });
});

it('a hold of Waypost is found in Temporal as what needs attention', async () => {
  const watcher = new HoldWatcher(routing.client, () => ['lucky'], pino({ level: 'silent' }));
  onTestFinished(() => watcher.close());
  await watcher.start();
  await watcher.trip('lucky', holdOf('action', 'cancel-bonus', { id: 'auto:action:cancel-bonus', by: 'waypost' }));
  expect(watcher.current('lucky')).toHaveLength(1);
  const query = "Brand = 'lucky' AND NeedsAttention = true";
  const found = async () => {
    const infos = [];
    for await (const { workflowId } of routing.client.workflow.list({ query })) infos.push(workflowId);
    return infos;
  };
  await until(found, (ids) => ids.includes(holdsId('lucky')));
});
