import { atLeast, journey } from '../waypost.js';

const settings = {
  type: 'object',
  properties: {
    minDeposit: { type: 'object', additionalProperties: { type: 'string' } },
    reward: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        properties: { amount: { type: 'string' }, currency: { type: 'string' } },
        required: ['amount', 'currency'],
        additionalProperties: false,
      },
    },
  },
  required: ['minDeposit', 'reward'],
  additionalProperties: false,
} as const;

/** The player is the referred friend; the first deposit that is large enough earns the referrer a reward. */
export const referAFriend = journey(
  {
    name: 'refer-a-friend',
    startsOn: 'player.referred',
    reentry: 'once',
    hears: ['deposit.made'],
    exitsOn: ['player.excluded'],
    uses: ['credit-referrer'],
    settings,
  },
  async (j) => {
    const deposit = await j.waitFor('deposit.made', {
      within: '30 days',
      where: (data) => atLeast(data.amount, j.settings.minDeposit),
    });
    if (!deposit) return j.end('no deposit in 30 days');
    const { currency } = deposit.data.amount;
    const reward = j.settings.reward[currency];
    if (!reward) return j.end(`no reward in ${currency}`);
    const credit = await j.call('credit-referrer', { player: j.event.data.referrerId, fields: { amount: reward } });
    return j.end(credit.outcome);
  },
);
