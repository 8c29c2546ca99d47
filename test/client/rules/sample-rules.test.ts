import { beforeEach, describe, expect, it } from 'vitest';
import { OrderRefused } from '../../../client/errors.js';
import type { IncomingEvent } from '../../../client/events/decisions.js';
import type { FireOrder } from '../../../client/journey-client.js';
import { closedState, eventOf, newPlayer, only, useRouting } from '../../support/routing.js';

const routing = useRouting();
beforeEach(() => routing.operator.reset());

/** Sends an event that one sample rule hears, waits for its run, and answers with what left for the operator. */
async function send(type: string, data: IncomingEvent['data'], rest: Partial<IncomingEvent> = {}) {
  const playerId = newPlayer();
  const event = { ...eventOf('player.excluded', playerId), type, data, ...rest };
  const { id } = only(await routing.journeys([]).accept(event), 'fired');
  const state = await closedState(routing.client, id);
  return {
    event,
    playerId,
    state,
    requests: (await routing.operator.requests()).filter(({ method }) => method === 'POST'),
  };
}

describe('the sample rules', () => {
  it('loyalty-sync: three callbacks of one activity, absolute values with the time of the event as version', async () => {
    const { event, playerId, state, requests } = await send('loyalty.changed', {
      points: 120,
      tier: 'Gold',
      status: 'ok',
    });
    expect(state.calls.map(({ status }) => status)).toEqual(['delivered', 'delivered', 'delivered']);
    const about = { user_id: playerId, version: event.occurredAt };
    expect(requests.map(({ body }) => body)).toEqual(
      expect.arrayContaining([
        { ...about, kind: 'points', value: 120 },
        { ...about, kind: 'tier', value: 'Gold' },
        { ...about, kind: 'status', value: 'ok' },
      ]),
    );
  });

  it("minigame-spin-issued: Smartico's body, with everything as strings", async () => {
    const data = { saw_template_id: 12, minigame_spins_count: '3' };
    const state = { user_id: 77, user_ext_id: 'p:"1"', user_ext_id_clean: 'p1', core_sm_brand_id: 5 };
    const { requests } = await send('minigame.spin-issued', data, { state });
    expect(requests.map(({ body }) => body)).toEqual([
      {
        saw_template_id: '12',
        minigame_spins_count: '3',
        smartico_user_id: '77',
        user_ext_id: 'p:"1"',
        user_ext_id_clean: 'p1',
        brand: '5',
      },
    ]);
  });

  it('minigame-spin-issued: refused by the name of the placeholder when no state came', async () => {
    const { state, requests } = await send('minigame.spin-issued', { saw_template_id: 12, minigame_spins_count: 3 });
    expect(state.outcome).toMatch(/^refused: \{\{state\.user_id\}\}.* have no value$/);
    expect(requests).toEqual([]);
  });

  it('unibo-opt-in: gets a token, then opts in with the player in a list', async () => {
    const { playerId, state, requests } = await send('campaign.opted-in', { campaignId: 'c-9' });
    expect(state.outcome).toBe('delivered');
    expect(requests.map(({ path }) => path)).toEqual(['/unibo/api/v1/auth/token', '/unibo/opt-in']);
    expect(requests[1]?.body).toEqual({ campaign_id: 'c-9', user_id: [playerId] });
  });

  it('level-up: a quote in the name of a level does not break the JSON', async () => {
    const { requests } = await send('player.level-up', { level: 'My level with " inside' });
    expect(requests).toMatchObject([{ body: { kind: 'level', level: 'My level with " inside' } }]);
  });

  it('store-purchase: leaves out the points that did not come', async () => {
    const { playerId, requests } = await send('store.purchased', { item: 'Hat' });
    expect(requests.map(({ body }) => body)).toEqual([{ user_id: playerId, kind: 'purchase', item: 'Hat' }]);
  });

  it.each(['started', 'converted'])('campaign-%s: tags the player for the campaign', async (step) => {
    const { playerId, requests } = await send(`campaign.${step}`, {}, { campaign: { id: 'c-1', name: 'Spring' } });
    expect(requests).toMatchObject([{ path: `/players/${playerId}/tags`, body: { tag: `${step}-c-1` } }]);
  });
});

describe('a rule fired by hand', () => {
  const order = (changes: Partial<FireOrder> = {}): FireOrder => ({
    brand: 'lucky',
    rule: 'reward-claimed',
    trigger: 'reward',
    playerId: newPlayer(),
    id: newPlayer(),
    data: { bonusCode: 'R10' },
    ...changes,
  });
  const refusal = async (changes: Partial<FireOrder>) => {
    const answer = await routing
      .journeys([])
      .fire(order(changes))
      .catch((error: unknown) => error);
    return answer instanceof OrderRefused ? `${answer.field}: ${answer.message}` : answer;
  };

  it('credits a reward once, and answers a repeat with the first run', async () => {
    const given = order();
    const client = routing.journeys([]);
    const answers = await Promise.all(Array.from({ length: 10 }, () => client.fire(given)));
    expect(answers.filter(({ fired }) => fired)).toHaveLength(1);
    expect(new Set(answers.map(({ id, run }) => `${id} ${run}`)).size).toBe(1);
    const state = await closedState(routing.client, answers[0]?.id ?? '');
    expect(state).toMatchObject({ outcome: 'delivered', startedBy: { type: 'reward.claimed' } });
    expect(await routing.operator.ledger()).toMatchObject([{ kind: 'bonus-credited', bonusCode: 'R10' }]);
  });

  it('is refused by the field that stands against it', async () => {
    expect(await refusal({ rule: 'reward-claimd' })).toBe('rule: there is no rule "reward-claimd"');
    expect(await refusal({ data: {} })).toBe('data.bonusCode: is required');
    expect(await refusal({ trigger: 'event' })).toMatch(/^trigger: reward-claimed .*"trigger": "reward"/);
    expect(await refusal({ rule: 'level-up', data: { level: 'x' } })).toMatch(/^trigger: level-up is fired by events/);
    expect(await refusal({ rule: 'campaign-started', trigger: 'event' })).toMatch(/^rule: .*"campaign\.id exists"/);
  });
});
