import { describe, expect, it } from 'vitest';
import { renderCall } from '../../../catalogue/action/render.js';
import type { CallRequest, PreparedCall } from '../../../workflows/contracts/calls/call.js';
import { MAX_WORKFLOW_ID_BYTES } from '../../../workflows/contracts/names.js';
import type { RenderedCall } from '../../../workflows/contracts/runs/rule.js';
import { CREDIT, files, SMS, TO, UNKNOWN } from '../guard/guarded.js';
import { load } from '../loading.js';

const REQUEST: CallRequest = {
  callKey: 'wp_key',
  brand: 'lucky',
  action: 'a',
  playerId: 'p 1',
  fields: {},
  event: {},
  state: null,
  campaign: null,
  decidedBy: 'rule-1',
};
const SUM = { sum: { amount: '5.00', currency: 'EUR' } };

async function render(action: string, request: Partial<CallRequest> = {}): Promise<RenderedCall> {
  return renderCall(await load(files(`a: { ${action} }`)), { ...REQUEST, ...request }, {});
}

async function ready(action: string, request: Partial<CallRequest> = {}): Promise<PreparedCall> {
  const rendered = await render(action, request);
  if (rendered.kind !== 'ready') throw new Error(rendered.reason);
  return rendered.call;
}

describe('a call carries what restrains it', () => {
  it('and no key of what does not', async () => {
    const call = await ready(`effect: data, ${TO}`);
    for (const key of ['expires', 'guards', 'hours', 'limits', 'status']) expect(call).not.toHaveProperty(key);
  });

  it('guards by name, with the channel where they ask by one', async () => {
    expect(await ready(SMS)).toMatchObject({ guards: ['block', 'consent:sms'], expires: 86_400_000 });
    expect(await ready(UNKNOWN)).toMatchObject({ guards: ['block'] });
  });

  it('limits with what they count together, and the amount in the currency of the call', async () => {
    const limits = ['player', 'campaign', 'rule', 'brand'].map((per) => `{ per: ${per}, count: 3, window: 24 hours }`);
    const money = "{ name: spend, per: player, money: { EUR: '100.00', SEK: '1000' }, window: ever }";
    const call = await ready(`${CREDIT}, limits: [${limits.join(', ')}, ${money}]`, {
      fields: SUM,
      campaign: { id: 'c:1' },
    });
    const day = { window: 86_400_000, count: 3, money: null };
    expect(call.limits).toEqual([
      { name: 'a per player', keeper: 'lucky:~limit:a-per-player:p%201', ...day },
      { name: 'a per campaign', keeper: 'lucky:~limit:a-per-campaign:c%3A1', ...day },
      { name: 'a per rule', keeper: 'lucky:~limit:a-per-rule:rule-1', ...day },
      { name: 'a per brand', keeper: 'lucky:~limit:a-per-brand:lucky', ...day },
      {
        name: 'spend per player',
        keeper: 'lucky:~limit:spend:p%201',
        window: null,
        count: null,
        money: { amount: '100.00', currency: 'EUR' },
      },
    ]);
  });

  it('limits of a player whose id is long, apart from those of any other', async () => {
    const keeper = async (playerId: string): Promise<string> =>
      (await ready(`${UNKNOWN}, limits: [{ per: player, count: 1, window: ever }]`, { playerId })).limits![0]!.keeper;
    const [one, other] = [await keeper(`${'x'.repeat(250)}1`), await keeper(`${'x'.repeat(250)}2`)];
    expect(one).not.toBe(other);
    expect(one.length).toBeLessThanOrEqual(MAX_WORKFLOW_ID_BYTES);
  });

  it.each([
    [{ state: { zone: 'Asia/Tokyo' } }, { timeZone: 'Asia/Tokyo' }],
    [{ state: { zone: '+02:00' } }, { timeZone: '+02:00' }],
    [{ state: { zone: 'Mars/Base' } }, { timeZone: 'UTC', fallback: expect.stringContaining('state.zone') as string }],
    [{ state: { zone: 7 } }, { timeZone: 'UTC', fallback: expect.stringContaining('state.zone') as string }],
    [{ state: null }, { timeZone: 'UTC', fallback: expect.stringContaining('state.zone') as string }],
  ])("hours in the player's zone, else the brand's: %j", async (request, expected) => {
    const call = await ready(`${SMS}, allowedHours: { from: '09:00', until: '21:00', timeZone: state.zone }`, request);
    expect(call.hours).toEqual({ from: '09:00', until: '21:00', outside: 'wait', ...expected });
  });

  it("hours in the brand's zone where nothing else is said", async () => {
    const call = await ready(`${SMS}, allowedHours: { from: '22:00', until: '06:00', outside: drop }`);
    expect(call.hours).toEqual({ from: '22:00', until: '06:00', timeZone: 'UTC', outside: 'drop' });
  });

  it('the status to ask for, its path and query rendered and encoded', async () => {
    const status = `{ path: '/p/{{player.id}}/{{call.key}}', query: { b: '{{brand.id}}' }, done: [{ status: 200, body: { state: [a, b] } }, { status: 201 }], notDone: { status: 404 }, after: 5 s, patience: 1 hour }`;
    const call = await ready(`effect: data, mode: reconcile, ${TO}, status: ${status}`);
    expect(call.status).toEqual({
      path: '/p/p%201/wp_key?b=lucky',
      done: [{ status: [200], body: { state: ['a', 'b'] } }, { status: [201] }],
      notDone: [{ status: [404] }],
      after: 5_000,
      patience: 3_600_000,
    });
  });
});

describe('a call that a limit could not count is refused', () => {
  const spend = (per: string): string => `${CREDIT}, limits: [{ per: ${per}, money: { EUR: '100.00' }, window: ever }]`;

  it.each<[string, Partial<CallRequest>, string]>([
    [
      'in a currency that the limit lacks',
      { fields: { sum: { amount: '5', currency: 'USD' } } },
      'the limit a per player has no amount in USD: add that currency to it',
    ],
    [
      'below zero',
      { fields: { sum: { amount: '-5.00', currency: 'EUR' } } },
      "the limit a per player can't count an amount below zero",
    ],
  ])('%s', async (_, request, reason) => {
    expect(await render(spend('player'), request)).toEqual({ kind: 'refused', reason });
  });

  it('per campaign, of no campaign', async () => {
    expect(await render(spend('campaign'), { fields: SUM })).toEqual({
      kind: 'refused',
      reason: 'the limit a per campaign needs a campaign, and the event has none',
    });
  });
});
