import type { Lookup } from '../catalogue.js';

/** The sample lookups, for every sample brand. */
export const LOOKUPS: readonly Lookup[] = [
  {
    name: 'active-bonus',
    destination: 'operator',
    path: '/bonus/active',
    query: { user_id: '{{player.id}}' },
    params: {},
    answer: {
      type: ['object', 'null'],
      properties: {
        bonus_id: { type: 'string' },
        bonus_code: { type: 'string' },
        amount: { type: 'string' },
        currency: { type: 'string' },
      },
      required: ['bonus_id', 'bonus_code', 'amount', 'currency'],
    },
    select: 'Data',
  },
];
