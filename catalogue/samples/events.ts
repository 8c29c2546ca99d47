import { ID, MONEY } from './schemas.js';

/** The shapes of the sample events' `data`, by type. Further keys are allowed in all of them. */
export const EVENTS = {
  'withdrawal.requested': {
    type: 'object',
    properties: { withdrawalId: ID, amount: MONEY },
    required: ['withdrawalId', 'amount'],
  },
  'withdrawal.cancelled': {
    type: 'object',
    properties: { withdrawalId: ID },
    required: ['withdrawalId'],
  },
  'player.referred': {
    type: 'object',
    properties: { referrerId: ID },
    required: ['referrerId'],
  },
  'deposit.made': {
    type: 'object',
    properties: { depositId: ID, amount: MONEY },
    required: ['amount'],
  },
  'player.excluded': {
    type: 'object',
    properties: { reason: { type: 'string' } },
  },
} as const;
