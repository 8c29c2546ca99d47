import type { Action } from '../catalogue.js';

const HOUR = 3_600_000;

/** How a call of money is repeated: for 75 hours, over a long weekend, and then a person is asked. */
const MONEY_RETRIES = {
  patience: 75 * HOUR,
  whenPatienceEnds: 'park',
  backOff: { initial: 1_000, maximum: HOUR },
} as const;

/** The sample actions, for every sample brand. */
export const ACTIONS: readonly Action[] = [
  {
    name: 'cancel-bonus',
    effect: 'money',
    mode: 'idempotent',
    destination: 'operator',
    method: 'POST',
    path: '/bonus/cancel',
    query: {},
    body: { user_id: '{{player.id}}', bonus_id: '{{fields.bonusId}}', reason: '{{fields.reason}}' },
    fields: { bonusId: { type: 'string', required: true }, reason: { type: 'string', required: true } },
    value: 'unknown',
    answers: {},
    ...MONEY_RETRIES,
  },
  {
    name: 'credit-referrer',
    effect: 'money',
    mode: 'idempotent',
    destination: 'operator',
    method: 'POST',
    path: '/bonus/credit/funds',
    query: {},
    body: {
      user_id: '{{player.id}}',
      amount: '{{fields.amount.amount | number}}',
      currency: '{{fields.amount.currency}}',
      reason: 'refer-a-friend',
    },
    fields: { amount: { type: 'money', required: true } },
    value: { field: 'amount' },
    answers: {},
    ...MONEY_RETRIES,
  },
];
