import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Attention, AttentionItem, AttentionQuery } from '../../../client/attention/attention.js';
import type { ResolutionDecision } from '../../../workflows/contracts/calls/call.js';
import { money, parkCall } from '../../support/parked-calls.js';
import { quietRuntime } from '../../support/quiet-runtime.js';
import { closedState, newPlayer, openState, useRouting, until } from '../../support/routing.js';

quietRuntime();
const routing = useRouting();
let attention: Attention;
beforeAll(() => {
  ({ attention } = routing.journeys([]));
});
beforeEach(() => routing.operator.reset());

/** Parks a call of a new player; answers with the item that tells of it. */
async function parked(changes: Parameters<typeof parkCall>[1] = {}): Promise<AttentionItem & { callKey: string }> {
  const playerId = newPlayer();
  const { callKey } = await parkCall(routing.client, { playerId, ...changes });
  const query: AttentionQuery = { brand: changes.brand ?? 'lucky', playerId, limit: 10 };
  const { items } = await until(
    () => attention.list(query),
    (page) => page.items.length === 1,
  );
  return { ...(items[0] as AttentionItem), callKey };
}

const resolve = (callKey: string, decision: ResolutionDecision, more: object = {}) =>
  attention.resolve({ brand: 'lucky', callKey, decision, by: 'ann', ...more });

const requestsOf = async (key: string) =>
  (await routing.operator.requests()).filter(({ headers }) => headers['idempotency-key'] === key);

describe('a parked call', () => {
  it('tells all that a person must know', async () => {
    const { since, run, ...item } = await parked(money('12.50'));
    expect(item).toEqual({
      ...{ kind: 'parked-call', callKey: item.callKey, id: `lucky:~call:${item.callKey}` },
      reason: expect.stringMatching(/once: no answer within 10 s/),
      ...{ journey: '~call:credit-bonus-funds', playerId: item.playerId, beneficiaries: [] },
      ...{ destination: 'operator', action: 'credit-bonus-funds', hold: null },
      call: {
        ...{ callKey: item.callKey, effect: 'money', value: { amount: '12.50', currency: 'EUR' } },
        ...{ attempts: 1, maybeSent: true, decisions: ['retry', 'delivered', 'skip'], setUp: false },
        ...{ playerId: item.playerId, acknowledge: 'may-pay-twice' },
      },
    });
    expect([Date.parse(since ?? '') > 0, run]).toEqual([true, expect.any(String)]);
  });

  it('is sent again with its key and bytes on retry', async () => {
    const { callKey, id } = await parked();
    expect(await resolve(callKey, 'retry', { note: 'asked by phone' })).toMatchObject({ id, callKey, by: 'ann' });
    expect((await closedState(routing.client, id ?? '')).outcome).toMatch(/^delivered/);
    expect(await requestsOf(callKey)).toMatchObject([{ body: { tag: 'x' } }]);
  });

  it('is delivered without a request once a person has found its effect', async () => {
    const { callKey, id } = await parked(money('1.00'));
    await resolve(callKey, 'delivered', { reference: 'grant 4711' });
    const state = await closedState(routing.client, id ?? '');
    expect(state).toMatchObject({
      outcome: expect.stringMatching(/^delivered: .*ann$/),
      resolutions: [{ reference: 'grant 4711' }],
    });
    expect(await requestsOf(callKey)).toEqual([]);
  });

  it('of money that may have been sent is sent again only with a word on its being paid twice', async () => {
    const { callKey, id } = await parked(money('1.00'));
    await expect(resolve(callKey, 'retry')).rejects.toMatchObject({
      name: 'OrderRefused',
      field: 'acknowledge',
      message: expect.stringContaining('1.00 EUR twice'),
    });
    expect(await requestsOf(callKey)).toEqual([]);
    expect(await resolve(callKey, 'retry', { acknowledge: 'may-pay-twice' })).toMatchObject({
      acknowledge: 'may-pay-twice',
    });
    expect((await closedState(routing.client, id ?? '')).outcome).toMatch(/^delivered/);
  });

  it('of money that may have been sent is skipped only with a word on whether it moved', async () => {
    const { callKey, id } = await parked(money('1.00'));
    await expect(resolve(callKey, 'skip')).rejects.toMatchObject({
      name: 'OrderRefused',
      field: 'moneyMoved',
      message: expect.stringContaining('money moved'),
    });
    expect((await openState(routing.client, id ?? '')).parked).toHaveLength(1);
    await resolve(callKey, 'skip', { moneyMoved: 'no' });
    expect(await closedState(routing.client, id ?? '')).toMatchObject({
      outcome: expect.stringMatching(/^abandoned: .*ann.*money moved: no$/),
    });
  });
});

describe('a decision', () => {
  it('that is repeated gets the first answer, also from a closed run; another one is refused', async () => {
    const { callKey, id } = await parked();
    const first = await resolve(callKey, 'skip');
    await closedState(routing.client, id ?? '');
    const again = () => resolve(callKey, 'skip', { by: 'bob' });
    expect(
      await until(
        () => again().catch(() => null),
        (answer) => answer !== null,
      ),
    ).toEqual(first);
    await expect(resolve(callKey, 'retry')).rejects.toMatchObject({
      name: 'ResolvedOtherwise',
      message: `${callKey} was resolved as skip by ann`,
    });
  });

  it('about what was parked anew since it was looked at is refused', async () => {
    const { callKey, since } = await parked();
    await routing.operator.fault({ path: '/players/*', times: 1, answer: { status: 500 } });
    await resolve(callKey, 'retry', { since });
    const query: AttentionQuery = { brand: 'lucky', action: 'apply-tag', limit: 200 };
    await until(
      () => attention.list(query),
      ({ items }) => items.some((item) => item.call?.callKey === callKey && item.since !== since),
    );
    await expect(resolve(callKey, 'retry', { since })).rejects.toMatchObject({
      name: 'ResolvedOtherwise',
      message: expect.stringContaining('was parked again at'),
    });
    expect(await requestsOf(callKey)).toHaveLength(1);
  });

  it("about another brand's call, or one that never was, finds nothing", async () => {
    const { callKey, id } = await parked({ brand: 'royal' });
    await expect(resolve(callKey, 'skip')).rejects.toMatchObject({ name: 'NothingKnown' });
    await expect(resolve('wp_aaaaaaaaaaaaaaaaaaaaaaaaaa', 'skip')).rejects.toMatchObject({ name: 'NothingKnown' });
    await expect(resolve(`x' OR Brand = 'royal`, 'skip')).rejects.toMatchObject({ name: 'NothingKnown' });
    expect((await openState(routing.client, id ?? '')).parked).toHaveLength(1);
  });

  it('waits for a worker for a few seconds only', async () => {
    const { callKey } = await parked();
    await routing.rest();
    await expect(resolve(callKey, 'skip')).rejects.toMatchObject({ name: 'NoWorkerAnswered' });
    await routing.work();
    await until(
      () => resolve(callKey, 'skip').catch(() => null),
      (answer) => answer?.decision === 'skip',
    );
  });
});
