import { journey } from '../steps/journey.js';

/** A player who asks for a withdrawal while holding an active bonus loses the bonus. */
export const cancelBonusOnWithdrawal = journey(
  {
    name: 'cancel-bonus-on-withdrawal',
    startsOn: 'withdrawal.requested',
    key: 'withdrawalId',
    reentry: 'once',
    hears: [{ type: 'withdrawal.cancelled', key: 'withdrawalId' }],
    exitsOn: ['player.excluded'],
    uses: ['active-bonus', 'cancel-bonus'],
  },
  async (j) => {
    const bonus = await j.lookUp('active-bonus');
    if (!bonus) return j.end('no active bonus');
    const cancelled = await j.call('cancel-bonus', {
      fields: { bonusId: bonus.bonus_id, reason: `withdrawal ${j.event.data.withdrawalId}` },
    });
    return j.end(cancelled.outcome);
  },
);
