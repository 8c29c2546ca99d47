import { expect, it } from 'vitest';
import type { PlayerPatch } from '../../../dev/operator/control-schemas.js';
import type { AttemptReport, PreparedCall } from '../../../workflows/contracts/calls/call.js';
import { useOperator } from '../../support/operator.js';
import { activitiesOf, catalogueAt, REQUEST, within } from '../world.js';

const MINUTE = 60_000;

const operator = useOperator();

/** A call that was prepared while nothing stood against it. */
async function decided(): Promise<PreparedCall> {
  const { prepareCall } = activitiesOf(catalogueAt(operator.url, { guarded: true }));
  const preparation = await within(prepareCall, REQUEST);
  if (preparation.kind !== 'ready') throw new Error(preparation.kind);
  return preparation.call;
}

/** Sends it in an attempt that has waited for so long in its queue. */
function sendAfter(wait: number, call: PreparedCall, now?: () => number): Promise<AttemptReport> {
  const { sendCallback } = activitiesOf(catalogueAt(operator.url, { guarded: true }), undefined, now);
  const order = { call, attempt: 1, originalRunId: 'first-run', confirmedIn: null };
  return within(sendCallback, order, { scheduled: Date.now() - wait });
}

const EXCLUDED: PlayerPatch = { blocks: [{ type: 'Excluded', active: true }] };

it('an attempt that waited for more than a minute asks the guards anew', async () => {
  const call = await decided();
  await operator.setPlayer('player-1', EXCLUDED);
  expect(await sendAfter(MINUTE + 5_000, call)).toMatchObject({
    class: 'not-sent',
    status: null,
    reason: expect.stringMatching(/player-blocks/) as string,
    blocked: { kind: 'suppressed', by: 'the guard block' },
  });
  expect(await operator.ledger()).toEqual([]);
});

it('and goes out when they let it pass', async () => {
  expect(await sendAfter(MINUTE + 5_000, await decided())).toMatchObject({ class: 'delivered' });
  expect((await operator.requests()).map(({ path }) => path)).toEqual([
    '/userblocks/player-1',
    '/userblocks/player-1',
    '/bonus/credit/funds',
  ]);
});

it('one that waited for less believes what was asked before', async () => {
  const call = await decided();
  await operator.setPlayer('player-1', EXCLUDED);
  expect(await sendAfter(MINUTE - 20_000, call)).toMatchObject({ class: 'delivered' });
});

it('is not sent, and nothing is said against it, when the guards can not be asked', async () => {
  const call = await decided();
  await operator.fault({ path: '/userblocks/player-1', times: 1, answer: { cut: 'before-headers' } });
  const report = await sendAfter(MINUTE + 5_000, call);
  expect(report).toMatchObject({ class: 'not-sent', reason: expect.stringContaining("can't be asked") as string });
  expect(report).not.toHaveProperty('blocked');
  expect(await operator.ledger()).toEqual([]);
});

it('is not sent by a guard that the catalogue has lost', async () => {
  const report = await sendAfter(MINUTE + 5_000, { ...(await decided()), guards: ['age'] });
  expect(report).toMatchObject({
    class: 'not-sent',
    reason: expect.stringMatching(/"age"/) as string,
  });
});

it('is not sent outside its hours', async () => {
  const hours = { from: '09:00', until: '21:00', timeZone: 'UTC', outside: 'wait' } as const;
  const night = (): number => Date.parse('2026-01-15T03:00:00Z');
  expect(await sendAfter(MINUTE + 5_000, { ...(await decided()), hours }, night)).toMatchObject({
    class: 'not-sent',
    blocked: { kind: 'later', until: '2026-01-15T09:00:00.000Z' },
  });
});

it('is not sent when it has expired, however short its wait was; what is not stale yet goes out', async () => {
  const call = await decided();
  const { sendCallback } = activitiesOf(catalogueAt(operator.url, { guarded: true }));
  const order = { call, attempt: 1, originalRunId: 'first-run', confirmedIn: null };
  expect(await within(sendCallback, { ...order, expiresAt: Date.now() })).toMatchObject({
    class: 'not-sent',
    reason: 'expired while queued',
  });
  expect(await operator.ledger()).toEqual([]);
  expect(await within(sendCallback, { ...order, expiresAt: Date.now() + MINUTE })).toMatchObject({
    class: 'delivered',
  });
});
