import { journey } from '../waypost.js';

const settings = {
  type: 'object',
  properties: {
    bonus: {
      type: 'object',
      properties: { amount: { type: 'string' }, currency: { type: 'string' } },
      required: ['amount', 'currency'],
      additionalProperties: false,
    },
  },
  required: ['bonus'],
  additionalProperties: false,
} as const;

/** A player asks for a bonus in chat and gets it, if he may, with an answer in the same conversation. */
export const bonusBot = journey(
  {
    name: 'bonus-bot',
    startsOn: 'chat.bonus-requested',
    key: 'conversationId',
    reentry: 'once',
    exitsOn: ['player.excluded'],
    uses: ['player-blocks', 'active-bonus', 'credit-bonus-funds', 'reply-in-chat'],
    settings,
  },
  async (j) => {
    const { conversationId } = j.event.data;
    const reply = (text: string) => j.call('reply-in-chat', { fields: { conversationId, text } });

    const [blocks, bonus] = await Promise.all([j.lookUp('player-blocks'), j.lookUp('active-bonus')]);
    const blocked = blocks.find((block) => block.active);
    if (blocked || bonus) {
      await reply(bonus ? 'You have an active bonus already.' : 'You can not get a bonus at the moment.');
      return j.end(blocked ? `not eligible: ${blocked.type}` : 'not eligible: a bonus is active');
    }
    const credit = await j.call('credit-bonus-funds', { fields: { amount: j.settings.bonus, reason: 'bonus-bot' } });
    await reply(
      credit.outcome === 'delivered' ? 'Your bonus is there. Enjoy!' : 'You can not get a bonus at the moment.',
    );
    return j.end(credit.outcome);
  },
);
