import { expect, test } from 'vitest';
import { useOperator } from '../../support/operator.js';
import { get, post } from './http.js';

const operator = useOperator();

const body = async (path: string) => (await get(`${operator.url}${path}`)).body;

test('a player is unblocked and has all consents, both block types always shown', async () => {
  expect(await body('/userblocks/7')).toEqual({
    blocks: [
      { active: false, type: 'Blocked', note: '' },
      { active: false, type: 'Excluded', note: '' },
    ],
  });
  expect(await body('/userconsents/7')).toEqual({
    consents: ['email', 'sms', 'telephone', 'postMail', 'siteNotification', 'pushNotification'].map((type) => ({
      opted_in: true,
      type,
    })),
  });
  expect(await body('/userdetails/7')).toMatchObject({ user_id: '7', is_blocked: false, currency: 'EUR' });
});

test('what the control side says of a player is shown, and the rest stays', async () => {
  const name = 'Anna "Lucky" O\'Hara';
  await operator.setPlayer('a/b', { details: { first_name: name, segmentation: { tier: 'gold' } } });
  await operator.setPlayer('a/b', { blocks: [{ type: 'Excluded', active: true, note: 'asked for it' }] });
  await operator.setPlayer('a/b', { consents: [{ type: 'sms', opted_in: false }] });

  expect(await body('/userdetails/a%2Fb')).toMatchObject({
    user_id: 'a/b',
    first_name: name,
    last_name: 'Doe',
    is_blocked: false,
    is_excluded: true,
    segmentation: { tier: 'gold' },
  });
  expect(await body('/userblocks/a%2Fb')).toMatchObject({
    blocks: [{ active: false }, { active: true, note: 'asked for it' }],
  });
  expect(await body('/userconsents/a%2Fb')).toMatchObject({
    consents: [{ opted_in: true }, { opted_in: false }, {}, {}, {}, {}],
  });
});

test.each(['/bonus/list?brand=lucky', '/bonus/list', '/games', '/languages', '/tags'])(
  '%s is an option list',
  async (path) => {
    expect(await body(path)).toEqual({ Success: true, Errors: [], Data: expect.any(Array) });
    const { Data } = (await body(path)) as { Data: unknown[] };
    for (const item of Data) expect(item).toMatchObject({ text: expect.any(String), value: expect.any(String) });
    expect(Data.length).toBeGreaterThan(2);
  },
);

test('games are those of a provider, or all', async () => {
  expect(await body('/games?provider=Saltmarsh')).toMatchObject({ Data: [{ value: 'roulette-live' }] });
  expect(await body('/games?provider=nobody')).toMatchObject({ Data: [], Success: true });
});

test("a player's record is updated: what is named changes, and it is shown from then on", async () => {
  const change = { language: 'sv', favourite_game: 'book-of-gold' };
  expect(await post(`${operator.url}/players/7`, change)).toMatchObject({ status: 200, body: { Success: true } });
  expect(await body('/userdetails/7')).toMatchObject({ user_id: '7', ...change, currency: 'EUR' });
  expect(await operator.ledger()).toMatchObject([{ user: '7', kind: 'player-updated' }]);
  expect((await post(`${operator.url}/players/7`, { language: 7 })).status).toBe(400);
});

test('brands have bonuses of their own, and an unknown brand fails with 200', async () => {
  expect(await body('/bonus/list?brand=royal')).not.toEqual(await body('/bonus/list?brand=lucky'));
  expect(await get(`${operator.url}/bonus/list?brand=nobody`)).toMatchObject({
    status: 200,
    body: { Data: [], Success: false, Errors: [expect.stringContaining('nobody')] },
  });
});

test('an opt-in wants a token that was given out, and takes the id in an array', async () => {
  const optIn = (headers: Record<string, string>) =>
    post(`${operator.url}/unibo/opt-in`, { user_id: ['7'], campaign_id: 12 }, headers);
  const refused = await optIn({});
  expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
  expect((await optIn({ authorization: 'Bearer made-up' })).status).toBe(401);

  const token = (await post(`${operator.url}/unibo/api/v1/auth/token`, '')).body as Record<string, unknown>;
  expect(token).toEqual({ access_token: expect.any(String), token_type: 'Bearer', expires_in: 3600 });
  const headers = { authorization: `Bearer ${String(token['access_token'])}` };
  expect((await optIn(headers)).status).toBe(200);
  expect(await operator.ledger()).toMatchObject([{ user: '7', kind: 'opted-in' }]);

  await operator.reset();
  expect((await optIn(headers)).status).toBe(401);
});

test.each([
  ['/players/7/tags', { tag: 'vip' }, 'tag-added'],
  ['/players/7', { language: 'sv' }, 'player-updated'],
  ['/loyalty/events', { user_id: 7, type: 'bonus' }, 'loyalty-event'],
  ['/rcs/messages', { user_id: '7', text: 'Hello', media: [] }, 'message-sent'],
  ['/chat/replies', { user_id: '7', conversation_id: 'c1', text: 'Here you are' }, 'chat-reply'],
  [
    '/minigames/spins',
    { saw_template_id: '12', minigame_spins_count: '3', smartico_user_id: '99', user_ext_id: '7', brand: '1' },
    'spins-issued',
  ],
])('%s books its effect, and refuses an empty object', async (path, sent, kind) => {
  expect(await post(`${operator.url}${path}`, sent)).toMatchObject({
    status: 200,
    body: { Success: true, Errors: [] },
  });
  expect(await operator.ledger()).toMatchObject([{ user: '7', kind }]);
  expect((await post(`${operator.url}${path}`, {})).status).toBe(400);
});
