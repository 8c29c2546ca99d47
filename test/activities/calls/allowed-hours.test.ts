import { expect, it } from 'vitest';
import { findLookup } from '../../../catalogue/find.js';
import type { CallRequest, Preparation } from '../../../workflows/contracts/calls/call.js';
import { useOperator } from '../../support/operator.js';
import { activitiesOf, catalogueAt, REQUEST, within } from '../world.js';

const PROMOTION = { ...REQUEST, action: 'send-promotion', fields: { text: 'Hello' } };

const operator = useOperator();

/** Prepares a promotion (09:00 to 21:00 by `state.time_zone`) at a time, in a brand of Malta's that can look up state. */
function prepareAt(time: string, change: Partial<CallRequest> = {}, isLocal = true): Promise<Preparation> {
  const details = { ...findLookup(catalogueAt(operator.url), 'lucky', 'active-bonus'), name: 'details', query: {} };
  const catalogue = catalogueAt(operator.url, {
    guarded: true,
    brand: { playerState: 'details' },
    lookups: [{ ...details, select: '', answer: true, path: '/userdetails/{{player.id}}' }],
  });
  const { prepareCall } = activitiesOf(catalogue, undefined, () => Date.parse(time));
  return within(prepareCall, { ...PROMOTION, ...change }, { isLocal });
}

async function paths(): Promise<string[]> {
  return (await operator.requests()).map(({ path }) => path);
}

it("a call waits for the morning of the player's own zone, and no guard is asked before", async () => {
  const state = { time_zone: 'America/New_York' };
  expect(await prepareAt('2026-01-15T12:00:00Z', { state })).toEqual({
    kind: 'later',
    until: '2026-01-15T14:00:00.000Z',
    reason: expect.stringMatching(/09:00.*21:00.*America\/New_York/) as string,
  });
  expect(await paths()).toEqual([]);
  expect(await prepareAt('2026-01-15T14:00:00Z', { state })).toMatchObject({
    kind: 'ready',
    call: { hours: { timeZone: 'America/New_York' } },
  });
});

it('the state is looked up for the zone where none came with the event', async () => {
  await operator.setPlayer('player-1', { details: { time_zone: 'Asia/Tokyo' } });
  expect(await prepareAt('2026-01-15T13:00:00Z')).toMatchObject({ kind: 'later', until: '2026-01-16T00:00:00.000Z' });
  expect(await paths()).toEqual(['/userdetails/player-1']);
  expect(await prepareAt('2026-01-16T00:00:00Z')).toMatchObject({ kind: 'ready' });
  expect((await paths()).filter((path) => path.startsWith('/userdetails'))).toHaveLength(2);
});

it("a player of no known zone lives by the brand's clock, and that is said", async () => {
  expect(await prepareAt('2026-01-15T22:30:00Z')).toEqual({
    kind: 'later',
    until: '2026-01-16T08:00:00.000Z',
    reason: expect.stringMatching(/Europe\/Malta.*state\.time_zone/) as string,
  });
});

it('a zone that can not be looked up is asked for again elsewhere', async () => {
  await operator.fault({ path: '/userdetails/player-1', times: 1, answer: { status: 503 } });
  expect(await prepareAt('2026-01-15T12:00:00Z')).toMatchObject({ kind: 'elsewhere', queue: 'callbacks:lucky' });
});
