import { beforeEach, describe, expect, it } from 'vitest';
import type { Redo, RedoOneOrder } from '../../../client/redo/redo.js';
import { money, parkCall } from '../../support/parked-calls.js';
import { quietRuntime } from '../../support/quiet-runtime.js';
import { closedState, newPlayer, openState, useRouting, until } from '../../support/routing.js';
import { routeCalls, routeCallsAndWaits } from '../../workflows/routing-journeys.js';
import { begin, ended, refused } from './calls.js';

quietRuntime();
const routing = useRouting();
let redo: Redo;
beforeEach(async () => {
  await routing.operator.reset();
  routing.redeclare((brand) => brand);
  ({ redo } = routing.journeys([routeCalls, routeCallsAndWaits]));
});

const order = (callKey: string, changes: Partial<RedoOneOrder> = {}): RedoOneOrder => ({
  ...{ brand: 'lucky', callKey, by: 'dana', reason: 'mended the action' },
  ...changes,
});

/** Refused for what the other side answers. */
async function refusedByAnswer() {
  const fault = { path: '/bonus/cancel', answer: { status: 422 } };
  await routing.operator.fault({ ...fault, times: 100 });
  const call = await ended(routing, await begin(routing, routeCalls));
  await routing.operator.fault({ ...fault, times: 0 });
  return call;
}

/** A call in a run of its own that a person has skipped. */
async function skipped(changes: Parameters<typeof parkCall>[1], moneyMoved: 'no' | 'unknown') {
  const { callKey, id } = await parkCall(routing.client, { playerId: newPlayer(), ...changes });
  const { attention } = routing.journeys([]);
  const decide = () => attention.resolve({ brand: 'lucky', callKey, decision: 'skip', moneyMoved, by: 'ann' });
  await until(
    () => decide().catch((error: unknown) => error),
    (answer) => !(answer instanceof Error),
  );
  await closedState(routing.client, id);
  return { callKey, id };
}

describe('is refused with the fix', () => {
  it('for a call that was delivered', async () => {
    const { callKey, id } = await ended(routing, await begin(routing, routeCalls));
    await expect(redo.one(order(callKey, { run: id }))).rejects.toMatchObject({
      name: 'CallNotRedoable',
      message: expect.stringContaining('was delivered'),
    });
  });

  it('for a call that is parked, since retry keeps its key', async () => {
    const { callKey } = await parkCall(routing.client, { playerId: newPlayer() });
    await expect(
      until(
        () => redo.one(order(callKey)).catch((error: unknown) => String(error)),
        (answer) => typeof answer === 'string' && answer.includes('is parked'),
      ),
    ).resolves.toContain(`POST /v1/attention/${callKey}`);
  });

  it('for a call that is under way', async () => {
    await routing.operator.fault({ path: '/bonus/cancel', times: 1_000, answer: { status: 429 } });
    const { id } = await begin(routing, routeCalls);
    const { calls } = await until(
      () => openState(routing.client, id),
      (state) => state.calls[0] !== undefined && state.calls[0].attempts > 0,
    );
    await expect(redo.one(order(calls[0]?.callKey ?? '', { run: id }))).rejects.toThrow('is still under way');
  });

  it('for a call of another brand, which is not told from one that never was', async () => {
    const { callKey, id } = await refused(routing, 'royal');
    for (const run of [{}, { run: id }]) {
      await expect(redo.one(order(callKey, run))).rejects.toMatchObject({ name: 'NothingKnown' });
    }
    await redo.one(order(callKey, { brand: 'royal', run: id }));
  });

  it('for a call that ended longer ago than events are taken', async () => {
    const { callKey, id } = await refused(routing);
    routing.redeclare((one) => ({ ...one, eventWindow: -1 }));
    const late = routing.journeys([routeCalls]).redo.one(order(callKey, { run: id }));
    await expect(late).rejects.toThrow('send the event again under a new id');
  });
});

describe('a call that may have arrived', () => {
  it('is done again only where a person accepts that it may pay twice', async () => {
    const { callKey } = await skipped(money('20.00'), 'unknown');
    await expect(redo.one(order(callKey))).rejects.toMatchObject({
      ...{ name: 'OrderRefused', field: 'acknowledge' },
      message: expect.stringMatching(/can pay 20\.00 EUR to p-\S+ a second time.+acknowledge: "may-pay-twice"/),
    });
    const answer = await redo.one(order(callKey, { acknowledge: 'may-pay-twice' }));
    expect(answer.warning).toMatch(/can pay 20\.00 EUR/);
  });

  it('needs no word where the person who skipped it has said that no money moved', async () => {
    const { callKey } = await skipped(money('20.00'), 'no');
    expect(await redo.one(order(callKey))).toMatchObject({ started: true, warning: null });
  });

  it('needs none where the other side has answered with a refusal', async () => {
    const { callKey, id } = await refusedByAnswer();
    const answer = await redo.one(order(callKey, { run: id }));
    expect((await closedState(routing.client, answer.id)).outcome).toMatch(/^delivered/);
  });
});
