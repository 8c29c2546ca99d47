import { beforeEach, describe, expect, it } from 'vitest';
import { findAction, findLookup } from '../../../catalogue/find.js';
import { useOperator } from '../../support/operator.js';
import { activitiesOf, catalogueAt, REQUEST, within } from '../world.js';

const SAMPLES = catalogueAt('http://127.0.0.1:1');
const WITH_LOOKUP = {
  ...findAction(SAMPLES, 'lucky', 'cancel-bonus'),
  name: 'cancel-active',
  notificationType: 'triggercallback.cancel-active',
  body: { bonus: '{{lookup.active-bonus.bonus_id}}' },
  fields: {},
};
const ASKING = { ...REQUEST, action: 'cancel-active', fields: {} };
const BONUS = { bonus_id: 'b1', bonus_code: 'WELCOME', amount: '5.00', currency: 'EUR' };

const operator = useOperator();

describe.each([true, false])('preparing (local: %s)', (isLocal) => {
  it('renders without asking anybody, and never sends', async () => {
    const { prepareCall } = activitiesOf(catalogueAt(operator.url));
    const preparation = await within(prepareCall, REQUEST, { isLocal });
    expect(preparation).toMatchObject({
      kind: 'ready',
      call: { body: expect.stringContaining('"amount":10.00') as string },
    });
    expect(JSON.stringify(preparation)).not.toContain('lucky-secret');
    expect(await operator.requests()).toEqual([]);
  });

  it('refuses wrong fields by name', async () => {
    const { prepareCall } = activitiesOf(catalogueAt(operator.url));
    const preparation = await within(prepareCall, { ...REQUEST, fields: {} }, { isLocal });
    expect(preparation).toEqual({
      kind: 'refused',
      reason: expect.stringMatching(/credit-referrer.*"amount"/) as string,
    });
  });

  it('asks the lookups that its template names', async () => {
    await operator.setPlayer('player-1', { activeBonus: BONUS });
    const { prepareCall } = activitiesOf(catalogueAt(operator.url, { actions: [WITH_LOOKUP] }));
    expect(await within(prepareCall, ASKING, { isLocal })).toMatchObject({
      kind: 'ready',
      call: { body: '{"bonus":"b1"}' },
    });
    expect(await operator.requests()).toMatchObject([{ method: 'GET', query: { user_id: 'player-1' } }]);
  });

  it("asks the brand's playerState for {{state.x}}, unless fresh state came with the event", async () => {
    const details = {
      ...findLookup(SAMPLES, 'lucky', 'active-bonus'),
      name: 'details',
      query: {},
      select: '',
      answer: true,
    };
    const { prepareCall } = activitiesOf(
      catalogueAt(operator.url, {
        brand: { playerState: 'details' },
        lookups: [{ ...details, path: '/userdetails/{{player.id}}' }],
        actions: [{ ...WITH_LOOKUP, body: { name: '{{state.first_name}}' } }],
      }),
    );
    await operator.setPlayer('player-1', { details: { first_name: 'Zoë "Z"' } });
    const fresh = { ...ASKING, state: { first_name: 'Ada' } };
    expect(await within(prepareCall, fresh, { isLocal })).toMatchObject({ call: { body: '{"name":"Ada"}' } });
    expect(await operator.requests()).toEqual([]);
    expect(await within(prepareCall, ASKING, { isLocal })).toMatchObject({
      call: { body: JSON.stringify({ name: 'Zoë "Z"' }) },
    });
  });

  it('refuses when the lookup lacks what the template needs', async () => {
    await operator.setPlayer('player-1', { activeBonus: null });
    const { prepareCall } = activitiesOf(catalogueAt(operator.url, { actions: [WITH_LOOKUP] }));
    expect(await within(prepareCall, ASKING, { isLocal })).toEqual({
      kind: 'refused',
      reason: '{{lookup.active-bonus.bonus_id}} has no value',
    });
  });

  it('of what the catalogue lacks is tried again: a deploy may bring it', async () => {
    const { prepareCall } = activitiesOf(catalogueAt(operator.url));
    await expect(within(prepareCall, { ...REQUEST, action: 'credit-all' }, { isLocal })).rejects.toMatchObject({
      type: 'NotInCatalogue',
      nonRetryable: false,
    });
  });
});

describe('while a lookup of the template is not answered', () => {
  beforeEach(() => operator.fault({ path: '/bonus/active', times: 1, answer: { status: 500 } }));

  it('a local preparation moves to the queue of the callbacks', async () => {
    const { prepareCall } = activitiesOf(catalogueAt(operator.url, { actions: [WITH_LOOKUP] }));
    expect(await within(prepareCall, ASKING, { isLocal: true })).toEqual({
      kind: 'elsewhere',
      queue: 'callbacks:lucky',
      destination: 'operator',
      reason: expect.stringMatching(/active-bonus.*500/) as string,
    });
  });

  it('a regular preparation fails so that Temporal tries again', async () => {
    const { prepareCall } = activitiesOf(catalogueAt(operator.url, { actions: [WITH_LOOKUP] }));
    await expect(within(prepareCall, ASKING)).rejects.toMatchObject({ type: 'LookUpFailed', nonRetryable: false });
  });
});
