import { beforeEach, describe, expect, it } from 'vitest';
import type { Action } from '../../../catalogue/action/definition.js';
import { findAction } from '../../../catalogue/find.js';
import type { PlayerPatch } from '../../../dev/operator/control-schemas.js';
import type { PreparedCall } from '../../../workflows/contracts/calls/call.js';
import { useOperator } from '../../support/operator.js';
import { activitiesOf, catalogueAt, REQUEST, within } from '../world.js';

const SMS = { ...REQUEST, action: 'send-sms', fields: { text: 'Hello' } };
const EXCLUDED: PlayerPatch = { blocks: [{ type: 'Excluded', active: true, note: 'self-exclusion of Ms Doe' }] };

const operator = useOperator();

function guarded(actions: readonly Action[] = []) {
  return activitiesOf(catalogueAt(operator.url, { guarded: true, actions }));
}

async function paths(): Promise<string[]> {
  return (await operator.requests()).map(({ method, path }) => `${method} ${path}`);
}

describe.each([true, false])('preparing a call (local: %s)', (isLocal) => {
  it('asks the guards of its effect, once it is rendered', async () => {
    const { prepareCall } = guarded();
    expect(await within(prepareCall, REQUEST, { isLocal })).toMatchObject({
      kind: 'ready',
      call: { guards: ['block'] },
    });
    expect(await paths()).toEqual(['GET /userblocks/player-1']);
    expect(await within(prepareCall, SMS, { isLocal })).toMatchObject({ kind: 'ready' });
    expect((await paths()).slice(1).sort()).toEqual(['GET /userblocks/player-1', 'GET /userconsents/player-1']);
    expect(await within(prepareCall, { ...REQUEST, fields: {} }, { isLocal })).toMatchObject({ kind: 'refused' });
    expect(await paths()).toHaveLength(3);
  });

  it('is suppressed by a guard that blocks, which is named without a word about the player', async () => {
    await operator.setPlayer('player-1', EXCLUDED);
    expect(await within(guarded().prepareCall, REQUEST, { isLocal })).toEqual({
      kind: 'suppressed',
      by: 'the guard block',
      reason: 'player-blocks says active: true, type: Excluded',
    });
  });

  it('asks for the consent to its own channel', async () => {
    await operator.setPlayer('player-1', { consents: [{ type: 'sms', opted_in: false }] });
    const { prepareCall } = guarded([
      {
        ...findAction(catalogueAt(operator.url), 'lucky', 'send-sms'),
        name: 'send-mail',
        channel: 'email',
        notificationType: 'triggercallback.send-mail',
        guards: ['block', 'consent'],
      },
    ]);
    expect(await within(prepareCall, SMS, { isLocal })).toEqual({
      kind: 'suppressed',
      by: 'the guard consent',
      reason: expect.stringMatching(/^player-consents .*opted_in: true/) as string,
    });
    expect(await within(prepareCall, { ...SMS, action: 'send-mail' }, { isLocal })).toMatchObject({ kind: 'ready' });
  });

  it('asks about the player of the call', async () => {
    await operator.setPlayer('friend', EXCLUDED);
    expect(await within(guarded().prepareCall, { ...REQUEST, playerId: 'friend' }, { isLocal })).toMatchObject({
      kind: 'suppressed',
    });
  });
});

describe('a guard that can not be asked', () => {
  const unanswered = expect.stringMatching(/^the guard block .*player-blocks.*500$/) as string;

  beforeEach(() => operator.fault({ path: '/userblocks/player-1', times: 1, answer: { status: 500 } }));

  it('means not yet: the local preparation is asked again elsewhere', async () => {
    const { prepareCall } = guarded();
    const answer = { kind: 'elsewhere', queue: 'callbacks:lucky', reason: unanswered, destination: 'operator' };
    expect(await within(prepareCall, REQUEST, { isLocal: true })).toEqual(answer);
    expect(await within(prepareCall, REQUEST, { isLocal: true })).toMatchObject({ kind: 'ready' });
  });

  it('means not yet: Temporal repeats the regular one', async () => {
    const failed = within(guarded().prepareCall, REQUEST);
    await expect(failed).rejects.toMatchObject({ type: 'LookUpFailed', message: unanswered, nonRetryable: false });
  });

  it('takes back nothing of what another one says', async () => {
    await operator.setPlayer('player-1', { consents: [{ type: 'sms', opted_in: false }] });
    expect(await within(guarded().prepareCall, SMS, { isLocal: true })).toMatchObject({
      kind: 'suppressed',
      by: 'the guard consent',
    });
  });
});

it('an answer in another shape is none: the guard has not been asked', async () => {
  await operator.fault({
    path: '/userblocks/player-1',
    times: 1,
    answer: { status: 200, body: { blocks: [{ actve: true }] } },
  });
  expect(await within(guarded().prepareCall, REQUEST, { isLocal: true })).toMatchObject({ kind: 'elsewhere' });
});

describe('clearing a call that has waited', () => {
  const call = async (request = SMS): Promise<PreparedCall> => {
    const preparation = await within(guarded().prepareCall, request);
    if (preparation.kind !== 'ready') throw new Error(preparation.kind);
    return preparation.call;
  };

  it('asks its guards anew', async () => {
    const waiting = await call();
    expect(await within(guarded().clearCall, waiting, { isLocal: true })).toEqual({ kind: 'clear' });
    await operator.setPlayer('player-1', EXCLUDED);
    expect(await within(guarded().clearCall, waiting, { isLocal: true })).toMatchObject({
      kind: 'suppressed',
      by: 'the guard block',
    });
  });

  it('asks its hours anew', async () => {
    const hours = { from: '09:00', until: '21:00', timeZone: 'Europe/Malta', outside: 'wait' } as const;
    const waiting = { ...(await call()), hours };
    const at = (time: string) =>
      activitiesOf(catalogueAt(operator.url, { guarded: true }), undefined, () => Date.parse(time)).clearCall;
    expect(await within(at('2026-01-15T12:00:00Z'), waiting)).toEqual({ kind: 'clear' });
    expect(await within(at('2026-01-15T22:00:00Z'), waiting)).toMatchObject({
      kind: 'later',
      until: '2026-01-16T08:00:00.000Z',
    });
  });

  it('of which the guards can not be asked is not cleared', async () => {
    const waiting = await call(REQUEST as typeof SMS);
    await operator.fault({ path: '/userblocks/player-1', times: 2, answer: { status: 503 } });
    expect(await within(guarded().clearCall, waiting, { isLocal: true })).toMatchObject({ kind: 'elsewhere' });
    await expect(within(guarded().clearCall, waiting)).rejects.toMatchObject({ type: 'LookUpFailed' });
  });

  it('by a guard that the catalogue has lost is not cleared: a deploy may bring it back', async () => {
    const waiting = { ...(await call()), guards: ['age'] };
    await expect(within(guarded().clearCall, waiting)).rejects.toMatchObject({ type: 'NotInCatalogue' });
  });

  it('without guards and hours asks nobody', async () => {
    const { guards: _, ...free } = await call();
    const before = (await paths()).length;
    expect(await within(guarded().clearCall, free)).toEqual({ kind: 'clear' });
    expect(await paths()).toHaveLength(before);
  });
});
