import { ApplicationFailure } from '@temporalio/common';
import { upsertMemo } from '@temporalio/workflow';
import { journey } from '../../workflows/runs/journey.js';

/** One run per player; it ends with the first deposit. */
export const routeOnce = journey(
  {
    name: 'route-once',
    startsOn: 'player.referred',
    reentry: 'once',
    hears: ['deposit.made'],
    exitsOn: ['player.excluded'],
    settings: {
      type: 'object',
      properties: { greeting: { type: 'string' } },
      required: ['greeting'],
      additionalProperties: false,
    },
  },
  async (j) => {
    const deposit = await j.waitFor('deposit.made', { within: '30 days' });
    return j.end(deposit ? `deposit ${deposit.id}` : 'no deposit');
  },
);

/** A new run once the last has closed; each ends with a deposit. */
export const routeAfterEnd = journey(
  {
    name: 'route-after-end',
    startsOn: 'player.referred',
    reentry: 'after-end',
    hears: ['deposit.made'],
    exitsOn: ['player.excluded'],
  },
  async (j) => {
    await j.waitFor('deposit.made', { within: '30 days' });
    return j.end('done');
  },
);

/** A run per start event. */
export const routeEvery = journey(
  {
    name: 'route-every',
    startsOn: 'player.referred',
    reentry: 'every-event',
    hears: ['deposit.made'],
    exitsOn: ['player.excluded'],
  },
  async (j) => {
    await j.waitFor('deposit.made', { within: '30 days' });
    return j.end('done');
  },
);

/** The open run exits and begins anew. */
export const routeRestart = journey(
  {
    name: 'route-restart',
    startsOn: 'player.referred',
    reentry: 'restart',
    hears: ['deposit.made'],
    exitsOn: ['player.excluded'],
  },
  async (j) => {
    await j.waitFor('deposit.made', { within: '30 days' });
    return j.end('done');
  },
);

/** A run per withdrawal. A deposit and an exclusion do not name the withdrawal. */
export const routeKeyed = journey(
  {
    name: 'route-keyed',
    startsOn: 'withdrawal.requested',
    key: 'withdrawalId',
    reentry: 'once',
    hears: [{ type: 'withdrawal.cancelled', key: 'withdrawalId' }, 'deposit.made'],
    exitsOn: ['player.excluded'],
  },
  async (j) => {
    await j.waitFor('withdrawal.cancelled', { within: '30 days' });
    return j.end('cancelled by the player');
  },
);

/** A second keyed journey, so that one event is for both. */
export const routeKeyedToo = journey(
  {
    name: 'route-keyed-too',
    startsOn: 'withdrawal.requested',
    key: 'withdrawalId',
    reentry: 'once',
    exitsOn: ['player.excluded'],
  },
  async (j) => {
    await j.sleep('30 days');
    return j.end('done');
  },
);

/** Hears the event that starts it. */
export const routeHearsItsStart = journey(
  { name: 'route-hears-its-start', startsOn: 'deposit.made', reentry: 'once', hears: ['deposit.made'] },
  async (j) => {
    const next = await j.waitFor('deposit.made', { within: '30 days' });
    return j.end(`then ${next?.id ?? 'none'}`);
  },
);

/** Says from the start that it is full, as a run does that has taken 5,000 events. */
export const routeFull = journey(
  {
    name: 'route-full',
    startsOn: 'player.referred',
    reentry: 'once',
    hears: ['deposit.made'],
    exitsOn: ['player.excluded'],
  },
  async (j) => {
    upsertMemo({ full: true });
    await j.waitFor('deposit.made', { within: '30 days' });
    return j.end('done');
  },
);

/** Begins anew with every deposit. */
export const routeStartsOver = journey(
  { name: 'route-starts-over', startsOn: 'player.referred', reentry: 'after-end', hears: ['deposit.made'] },
  async (j) => {
    j.stage(`life ${Number(j.carried ?? 0) + 1}`);
    await j.waitFor('deposit.made', { within: '30 days' });
    return j.startOver(Number(j.carried ?? 0) + 1);
  },
);

/** Fails with the first deposit. */
export const routeFails = journey(
  { name: 'route-fails', startsOn: 'player.referred', reentry: 'after-end', hears: ['deposit.made'] },
  async (j) => {
    await j.waitFor('deposit.made', { within: '30 days' });
    throw ApplicationFailure.nonRetryable('the deposit was too much', 'Overwhelmed');
  },
);

/** Has a fault in its code, which a deposit brings to light. */
export const routeStumbles = journey(
  { name: 'route-stumbles', startsOn: 'player.referred', reentry: 'once', hears: ['deposit.made'] },
  async (j) => {
    await j.waitFor('deposit.made', { within: '30 days' });
    throw new Error('undefined is not a function');
  },
);

/** Calls at once. */
export const routeCalls = journey(
  {
    name: 'route-calls',
    startsOn: 'player.referred',
    reentry: 'once',
    exitsOn: ['player.excluded'],
    uses: ['cancel-bonus'],
  },
  async (j) => {
    j.stage('calling');
    const call = await j.call('cancel-bonus', { fields: { bonusId: 'b-1', reason: 'test' } });
    return j.end(call.outcome);
  },
);

/** Makes its call, and waits for a deposit whatever came of it. */
export const routeCallsAndWaits = journey(
  {
    name: 'route-calls-and-waits',
    startsOn: 'player.referred',
    reentry: 'once',
    hears: ['deposit.made'],
    exitsOn: ['player.excluded'],
    uses: ['cancel-bonus'],
  },
  async (j) => {
    await j.call('cancel-bonus', { fields: { bonusId: 'b-1', reason: 'test' } });
    await j.waitFor('deposit.made', { within: '30 days' });
    return j.end('done');
  },
);

/** Makes sixty calls, one after the other. */
export const routeManyCalls = journey(
  { name: 'route-many-calls', startsOn: 'player.referred', reentry: 'once', uses: ['cancel-bonus'] },
  async (j) => {
    for (let place = 1; place <= 60; place++) {
      await j.call('cancel-bonus', { as: `c-${place}`, fields: { bonusId: 'b-1', reason: 'test' } });
    }
    return j.end('done');
  },
);

/** Can't undo its call: what undoes it has the same name. */
export const routeLeavesUndone = journey(
  {
    name: 'route-leaves-undone',
    startsOn: 'player.referred',
    reentry: 'once',
    exitsOn: ['player.excluded'],
    uses: ['cancel-bonus'],
  },
  async (j) => {
    const cancel = () => j.call('cancel-bonus', { fields: { bonusId: 'b-1', reason: 'test' } });
    await cancel();
    j.compensate(cancel);
    await j.sleep('30 days');
    return j.end('slept');
  },
);

/** Credits a euro to the player's referrer at once. */
export const routeRefers = journey(
  { name: 'route-refers', startsOn: 'player.referred', reentry: 'once', uses: ['credit-referrer'] },
  async (j) => {
    const fields = { amount: { amount: '1.00', currency: 'EUR' } };
    const credit = await j.call('credit-referrer', { player: j.event.data.referrerId, fields });
    return j.end(credit.outcome);
  },
);
