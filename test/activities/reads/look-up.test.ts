import { ApplicationFailure } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { closedPort } from '../../outbound/servers.js';
import { useOperator } from '../../support/operator.js';
import { activitiesOf, catalogueAt, within } from '../world.js';

const REQUEST = { brand: 'lucky', lookup: 'active-bonus', playerId: 'a&b', params: {} };
const BONUS = { bonus_id: 'b1', bonus_code: 'WELCOME', amount: '5.00', currency: 'EUR' };

const operator = useOperator();

/** The failure of a lookup as a regular activity. */
async function failing(catalogue = catalogueAt(operator.url), request = REQUEST): Promise<ApplicationFailure> {
  const failure = await within(activitiesOf(catalogue).lookUp, request).catch((error: unknown) => error);
  if (!(failure instanceof ApplicationFailure)) throw new Error(`did not fail: ${JSON.stringify(failure)}`);
  return failure;
}

describe.each([true, false])('a lookup (local: %s)', (isLocal) => {
  it('hands out what it selects of the answer', async () => {
    const { lookUp } = activitiesOf(catalogueAt(operator.url));
    await operator.setPlayer('a&b', { activeBonus: null });
    expect(await within(lookUp, REQUEST, { isLocal })).toEqual({ kind: 'answer', answer: null });
    await operator.setPlayer('a&b', { activeBonus: BONUS });
    expect(await within(lookUp, REQUEST, { isLocal })).toEqual({ kind: 'answer', answer: BONUS });
    expect(await operator.requests()).toMatchObject([
      { query: { user_id: 'a&b' }, headers: { 'x-api-key': 'lucky-secret' } },
      {},
    ]);
  });

  it('that can never be asked so fails for good', async () => {
    const request = { ...REQUEST, params: { vip: true } };
    const { lookUp } = activitiesOf(catalogueAt(operator.url));
    await expect(within(lookUp, request, { isLocal })).rejects.toMatchObject({
      type: 'LookUpRefused',
      nonRetryable: true,
      message: expect.stringMatching(/active-bonus.*"vip"/) as string,
    });
  });

  it('that the catalogue lacks is asked again later: a deploy may bring it', async () => {
    const { lookUp } = activitiesOf(catalogueAt(operator.url));
    await expect(within(lookUp, { ...REQUEST, lookup: 'vip' }, { isLocal })).rejects.toMatchObject({
      type: 'NotInCatalogue',
      nonRetryable: false,
      message: expect.stringMatching(/"vip"/) as string,
    });
  });
});

describe('while the other side can not answer', () => {
  it('a local lookup sends the workflow to the queue of the callbacks, in time', async () => {
    await operator.fault({ path: '/bonus/active', times: 1, answer: { delayMs: 5_000 } });
    const { lookUp } = activitiesOf(catalogueAt(operator.url));
    expect(await within(lookUp, REQUEST, { isLocal: true })).toEqual({
      kind: 'elsewhere',
      queue: 'callbacks:lucky',
      reason: expect.stringMatching(/active-bonus.*in time/) as string,
    });
  });

  it.each([
    ['a status', { status: 503 }, 'answered with status 503'],
    ['a 404', { status: 404 }, 'answered with status 404'],
    ['no success', { status: 200, body: { Success: false, Data: null } }, 'its answer says that it failed'],
    ['another shape', { status: 200, body: { Data: { bonus_id: 5 } } }, 'Data.bonus_code is required'],
    ['nothing selected', { status: 200, body: { data: null } }, 'its answer has no "Data"'],
    ['a cut', { cut: 'mid-body' }, 'cut short'],
  ] as const)('a regular lookup fails so that Temporal asks again: %s', async (_, answer, words) => {
    await operator.fault({ path: '/bonus/active', times: 1, answer });
    const failure = await failing();
    expect(failure).toMatchObject({ type: 'LookUpFailed', nonRetryable: false });
    expect(failure.message).toContain(words);
  });

  it('a refused connection and a missing secret are named', async () => {
    expect((await failing(catalogueAt(`http://127.0.0.1:${await closedPort()}`))).message).toContain('ECONNREFUSED');
    const { lookUp } = activitiesOf(catalogueAt(operator.url), {});
    expect(await within(lookUp, REQUEST)).toMatchObject({
      kind: 'held',
      reason: expect.stringContaining('LUCKY_OPERATOR_KEY'),
    });
  });
});

it('at most eight local lookups of a destination are under way at once', async () => {
  await operator.fault({ path: '/bonus/active', times: 9, answer: { delayMs: 300 } });
  const { lookUp } = activitiesOf(catalogueAt(operator.url));
  const asked = await Promise.all(Array.from({ length: 9 }, () => within(lookUp, REQUEST, { isLocal: true })));
  expect(asked.filter(({ kind }) => kind === 'answer')).toHaveLength(8);
  expect(asked.filter(({ kind }) => kind === 'elsewhere')).toMatchObject([
    { reason: expect.stringContaining('too many lookups') as string },
  ]);
  await operator.fault({ path: '/bonus/active', times: 0 });
  expect(await within(lookUp, REQUEST, { isLocal: true })).toMatchObject({ kind: 'answer' });
});

it('finding open runs is left to the port', async () => {
  const { findOpenRuns } = activitiesOf(catalogueAt(operator.url));
  const search = { brand: 'lucky', playerId: 'y', journeys: ['x'] };
  expect(await within(findOpenRuns, search)).toEqual([{ id: 'lucky:x:y', run: 'r', journey: 'x' }]);
});

describe('a lookup of a destination that is down', () => {
  const LOOKS = Array.from({ length: 5 });

  it.each([
    ['comes back in its line', 60 * 60_000, (delay: number) => delay >= 500 && delay <= 1_500],
    ['comes back before its time is over', 900, (delay: number) => delay >= 500 && delay < 900],
    ['does not come back in a loop when its time is over by the clock here', -5_000, (delay: number) => delay === 500],
  ])('%s', async (_, scheduleToCloseTimeoutMs, isRight) => {
    await operator.fault({ path: '/bonus/active', times: 5, answer: { status: 503 } });
    const { lookUp } = activitiesOf(catalogueAt(operator.url));
    for (const _look of LOOKS)
      await expect(within(lookUp, REQUEST)).rejects.toMatchObject({ nextRetryDelay: undefined });
    const failed = await within(lookUp, REQUEST, { scheduleToCloseTimeoutMs }).catch((error: unknown) => error);
    expect(failed).toMatchObject({ message: expect.stringContaining('its destination is down') as string });
    expect((failed as ApplicationFailure).nextRetryDelay).toSatisfy(isRight);
    expect(await operator.requests()).toHaveLength(5);
  });
});
