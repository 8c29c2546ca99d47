import { ApplicationFailure } from '@temporalio/common';
import { journey } from '../../../workflows/runs/journey.js';

/** Calls with what it was told; then ends, fails or stumbles with that, by the currency of a deposit. */
export const confides = journey(
  {
    name: 'confides',
    startsOn: 'player.referred',
    reentry: 'once',
    hears: ['deposit.made'],
    uses: ['cancel-bonus'],
    settings: {
      type: 'object',
      properties: { greeting: { type: 'string' } },
      required: ['greeting'],
      additionalProperties: false,
    },
  },
  async (j) => {
    const { referrerId } = j.event.data;
    await j.call('cancel-bonus', { fields: { bonusId: referrerId, reason: j.settings.greeting } });
    const deposit = await j.waitFor('deposit.made', { within: '30 days' });
    switch (deposit?.data.amount.currency) {
      case 'USD':
        throw ApplicationFailure.nonRetryable(`nobody may know ${referrerId}`, 'Overwhelmed');
      case 'GBP':
        throw new Error(`no fault was foreseen for ${referrerId}`);
      default:
        return j.end('confided');
    }
  },
);
