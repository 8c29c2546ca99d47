import { journey } from '../waypost.js';

const settings = {
  type: 'object',
  properties: { graceMinutes: { type: 'number', minimum: 0 } },
  required: ['graceMinutes'],
  additionalProperties: false,
} as const;

/** A player who asks for a withdrawal while holding an active bonus loses the bonus, unless he takes it back in time. */
export const cancelBonusOnWithdrawal = journey(
  {
    name: 'cancel-bonus-on-withdrawal',
    startsOn: 'withdrawal.requested',
    key: 'withdrawalId',
    reentry: 'once',
    hears: [{ type: 'withdrawal.cancelled', key: 'withdrawalId' }],
    exitsOn: ['player.excluded'],
    uses: ['active-bonus', 'cancel-bonus'],
    settings,
  },
  async (j) => {
    const bonus = await j.lookUp('active-bonus');
    if (!bonus) return j.end('no active bonus');
    const withdrawn = await j.waitFor('withdrawal.cancelled', { within: j.settings.graceMinutes * 60_000 });
    if (withdrawn) return j.end('the withdrawal was taken back');
    const cancelled = await j.call('cancel-bonus', {
      fields: { bonusId: bonus.bonus_id, reason: `withdrawal ${j.event.data.withdrawalId}` },
    });
    return j.end(cancelled.outcome);
  },
);
