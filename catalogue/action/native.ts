import { NATIVE_NAMES, type OperatorApi } from '../brand/definition.js';
import type { Section } from '../load/faults.js';

/** A definition as YAML would give it. */
export type RawDefinition = Readonly<Record<string, unknown>>;

/** Keys that a catalogue can set on a native action or option list; all others are fixed. */
export const NATIVE_KEYS: readonly string[] = [
  'kind',
  'title',
  'mode',
  'query',
  'params',
  'rewardsEnabled',
  'check',
  'deliveredWhen',
  'refusedWhen',
  'duplicateIsDelivered',
  'status',
  'guards',
  'channel',
  'allowedHours',
  'limits',
  'expires',
  'patience',
  'whenPatienceEnds',
  'backOff',
  'cache',
];

/**
 * Native actions of a brand's operator platform, by the documented calls of Fast Track's operator API: `POST
 * /bonus/credit` and `POST /bonus/credit/funds`. The mode is `once`: set another in actions.yaml if the platform
 * honours `Idempotency-Key`.
 */
export function nativeActions({ destination, supports }: OperatorApi): Record<string, RawDefinition> {
  const bonusCode = supports.includes('bonuses') ? { type: 'select', options: 'bonuses' } : { type: 'string' };
  const player = { user_id: '{{player.id}}' };
  const all: Record<string, RawDefinition> = {
    'credit-bonus-code': {
      title: 'Credit bonus code',
      effect: 'money',
      mode: 'once',
      value: 'unknown',
      destination,
      path: '/bonus/credit',
      body: { ...player, bonus_code: '{{fields.bonusCode}}', validity_amount: '{{fields.validityAmount | omit}}' },
      fields: {
        bonusCode: { ...bonusCode, required: true, title: 'Bonus code' },
        validityAmount: { type: 'number', title: 'Validity amount' },
      },
    },
    'credit-bonus-funds': {
      title: 'Credit bonus funds',
      effect: 'money',
      mode: 'once',
      value: { field: 'amount' },
      destination,
      path: '/bonus/credit/funds',
      body: {
        ...player,
        amount: '{{fields.amount.amount | number}}',
        currency: '{{fields.amount.currency}}',
        bonus_code: '{{fields.bonusCode | omit}}',
        reason: '{{fields.reason | omit}}',
      },
      fields: {
        amount: { type: 'money', required: true, title: 'Amount' },
        bonusCode: { ...bonusCode, title: 'Bonus code' },
        reason: { type: 'string', title: 'Reason' },
      },
    },
  };
  return Object.fromEntries(Object.entries(all).filter(([name]) => supports.some((one) => one === name)));
}

/** The native option list: `GET /bonus/list`, for the brand where the platform has several. */
export function nativeLists({ destination, supports }: OperatorApi): Record<string, RawDefinition> {
  if (!supports.includes('bonuses')) return {};
  return {
    bonuses: {
      kind: 'options',
      title: 'Bonuses',
      destination,
      path: '/bonus/list',
      query: { brand: '{{brand.id}}' },
    },
  };
}

/** True for names that only the operator's platform can define. */
export function isNative(section: Section, name: string): boolean {
  return section === (name === 'bonuses' ? 'lookups' : 'actions') && NATIVE_NAMES.some((native) => native === name);
}
