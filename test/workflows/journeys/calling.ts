import { journey } from '../../../workflows/runs/journey.js';

const oneEuro = { amount: { amount: '1.00', currency: 'EUR' } };

/** One call of money. */
export const creditsOnce = journey(
  {
    name: 'credits-once',
    startsOn: 'player.referred',
    reentry: 'once',
    exitsOn: ['player.excluded'],
    uses: ['credit-referrer'],
  },
  async (j) => {
    j.stage('crediting');
    const credit = await j.call('credit-referrer', { fields: oneEuro });
    return j.end(`${credit.outcome}: ${credit.reason}`);
  },
);

/** Two calls of one action under names of their own, then a third time under the first one's. */
export const creditsThrice = journey(
  { name: 'credits-thrice', startsOn: 'player.referred', reentry: 'once', uses: ['credit-referrer'] },
  async (j) => {
    const first = await j.call('credit-referrer', { fields: oneEuro });
    const second = await j.call('credit-referrer', { fields: oneEuro, as: 'second-credit' });
    j.stage(`${first.outcome} and ${second.outcome}`);
    await j.call('credit-referrer', { fields: oneEuro });
    return j.end('not reached');
  },
);

/** A call under a name that is too long to be kept. */
export const namesTooLong = journey(
  { name: 'names-too-long', startsOn: 'player.referred', reentry: 'once', uses: ['credit-referrer'] },
  async (j) => {
    const credit = await j.call('credit-referrer', { fields: oneEuro, as: 'x'.repeat(129) });
    return j.end(credit.outcome);
  },
);

/** Cancels a bonus that the operator may refuse to cancel. */
export const cancelsBonus = journey(
  { name: 'cancels-bonus', startsOn: 'player.referred', reentry: 'once', uses: ['cancel-bonus'] },
  async (j) => {
    const cancel = await j.call('cancel-bonus', { fields: { bonusId: 'b-1', reason: 'test' } });
    return j.end(`${cancel.outcome}: ${cancel.reason}`);
  },
);

/** Credits in a currency that is no money: the catalogue refuses it before anything is sent. */
export const creditsNonsense = journey(
  { name: 'credits-nonsense', startsOn: 'player.referred', reentry: 'once', uses: ['credit-referrer'] },
  async (j) => {
    const credit = await j.call('credit-referrer', { fields: { amount: { amount: 'much', currency: 'EUR' } } });
    return j.end(`${credit.outcome}: ${credit.reason}`);
  },
);

/** Asks for ten minutes what bonus the player has. */
export const asksForBonus = journey(
  {
    name: 'asks-for-bonus',
    startsOn: 'player.referred',
    reentry: 'once',
    exitsOn: ['player.excluded'],
    uses: ['active-bonus'],
  },
  async (j) => {
    const bonus = await j.lookUp('active-bonus', { within: '10 minutes' });
    return j.end(bonus ? bonus.bonus_code : 'no bonus');
  },
);

/** A call that the story waits for two hours, and whose outcome it tells. */
export const waitsTwoHours = journey(
  {
    name: 'waits-two-hours',
    startsOn: 'player.referred',
    reentry: 'once',
    exitsOn: ['player.excluded'],
    uses: ['credit-bonus-funds'],
  },
  async (j) => {
    const credit = await j.call('credit-bonus-funds', { fields: oneEuro, within: '2 hours' });
    return j.end(credit.outcome);
  },
);

/** The same, for a moment; a withdrawal's own run, which ends when that very withdrawal is cancelled. */
export const waitsAMoment = journey(
  {
    name: 'waits-a-moment',
    startsOn: 'withdrawal.requested',
    key: 'withdrawalId',
    reentry: 'once',
    exitsOn: [{ type: 'withdrawal.cancelled', key: 'withdrawalId' }, 'player.excluded'],
    uses: ['credit-bonus-funds'],
  },
  async (j) => {
    const credit = await j.call('credit-bonus-funds', { fields: oneEuro, within: '3 seconds' });
    return j.end(credit.outcome);
  },
);

/** The same, for as long as it takes. */
export const creditsFunds = journey(
  { name: 'credits-funds', startsOn: 'player.referred', reentry: 'once', uses: ['credit-bonus-funds'] },
  async (j) => {
    const credit = await j.call('credit-bonus-funds', { fields: oneEuro });
    return j.end(`${credit.outcome}: ${credit.reason}`);
  },
);

/** One message. */
export const sendsText = journey(
  { name: 'sends-text', startsOn: 'player.registered', reentry: 'once', uses: ['send-sms'] },
  async (j) => {
    const sms = await j.call('send-sms', { fields: { text: 'hello' } });
    return j.end(`${sms.outcome}: ${sms.reason}`);
  },
);

/** One message by the action that its settings name. */
export const sendsBy = journey(
  {
    name: 'sends-by',
    startsOn: 'player.registered',
    reentry: 'once',
    uses: ['send-promotion', 'send-rcs', 'send-sms'],
    settings: {
      type: 'object',
      properties: { action: { enum: ['send-promotion', 'send-rcs', 'send-sms'] } },
      required: ['action'],
      additionalProperties: false,
    },
  },
  async (j) => {
    const sent = await j.call(j.settings.action, { fields: { text: 'hello' } });
    return j.end(`${sent.outcome}: ${sent.reason}`);
  },
);
