import { expect, test } from 'vitest';
import { bonusBot } from '../../workflows/journeys/index.js';
import { useJourneyKit } from '../support/journey-kit.js';

const kit = useJourneyKit();

const ask = { conversationId: 'chat-1' };

test('a player who may have a bonus gets it, and an answer in the chat', async () => {
  await kit.operator.setPlayer('bea', { activeBonus: null });
  const run = await kit.start(bonusBot, ask, { playerId: 'bea', key: 'chat-1' });
  expect(await run.end()).toMatchObject({ status: 'ended', outcome: 'delivered' });
  expect(await run.sent()).toMatchObject([
    { path: '/bonus/credit/funds', body: { user_id: 'bea', amount: 5, currency: 'EUR', reason: 'bonus-bot' } },
    { path: '/chat/replies', body: { user_id: 'bea', conversation_id: 'chat-1', text: 'Your bonus is there. Enjoy!' } },
  ]);
});

test('a player with an active bonus is told so and gets none', async () => {
  const run = await kit.start(bonusBot, ask, { playerId: 'ben', key: 'chat-1' });
  expect(await run.end()).toMatchObject({ outcome: 'not eligible: a bonus is active' });
  expect(await run.sent()).toMatchObject([
    { path: '/chat/replies', body: { text: 'You have an active bonus already.' } },
  ]);
});

test('a blocked player gets no bonus, and no reason in the chat', async () => {
  await kit.operator.setPlayer('bob', {
    activeBonus: null,
    blocks: [{ active: true, type: 'Blocked', note: 'fraud' }],
  });
  const run = await kit.start(bonusBot, ask, { playerId: 'bob', key: 'chat-1' });
  expect(await run.end()).toMatchObject({ outcome: 'not eligible: Blocked' });
  expect(await run.sent()).toMatchObject([
    { path: '/chat/replies', body: { text: 'You can not get a bonus at the moment.' } },
  ]);
});
