/** Money as events and settings carry it: decimal digits and an ISO 4217 code. */
export const MONEY = {
  type: 'object',
  properties: {
    amount: { type: 'string', pattern: '^(0|[1-9][0-9]{0,17})(\\.[0-9]{1,8})?$' },
    currency: { type: 'string', pattern: '^[A-Z]{3}$' },
  },
  required: ['amount', 'currency'],
} as const;

/** An id that an upstream system gives. */
export const ID = { type: 'string', minLength: 1, maxLength: 128 } as const;
