import type { CallRequest } from '../../workflows/contracts/calls/call.js';
import type { LimitClaim } from '../../workflows/contracts/keepers/limit.js';
import type { Money } from '../../workflows/contracts/money.js';
import { limitId } from '../../workflows/contracts/names.js';
import type { Action } from '../action/definition.js';
import type { Limit } from './definition.js';

/**
 * Reservations to make before a call's first attempt, or the reason why the call can't be counted and must not be sent.
 */
export type Claims = { readonly claims: readonly LimitClaim[] } | { readonly fault: string };

export function limitsOf({ limits }: Action, request: CallRequest, value: Money | null): Claims {
  const claims: LimitClaim[] = [];
  for (const limit of limits ?? []) {
    const claim = claimOf(limit, request, value);
    if (typeof claim === 'string') return { fault: `the limit ${limit.title} ${claim}` };
    claims.push(claim);
  }
  return { claims };
}

function claimOf(limit: Limit, request: CallRequest, value: Money | null): LimitClaim | string {
  const scope = scopeOf(limit, request);
  if (scope === null) return 'needs a campaign, and the event has none';
  const money = limit.money === null ? null : mostOf(limit.money, value);
  if (typeof money === 'string') return money;
  const { title, name, window, count } = limit;
  return { name: title, keeper: limitId(request.brand, name, scope), window, count, money };
}

function scopeOf({ per }: Limit, { brand, playerId, campaign, decidedBy }: CallRequest): string | null {
  switch (per) {
    case 'player':
      return playerId;
    case 'campaign':
      return campaign?.id ?? null;
    case 'rule':
      return decidedBy;
    case 'brand':
      return brand;
  }
}

function mostOf(money: NonNullable<Limit['money']>, value: Money | null): Money | string {
  if (value === null) return 'needs the value of the call, and it has none';
  const { currency } = value;
  const amount = Object.hasOwn(money, currency) ? money[currency] : undefined;
  if (amount === undefined) return `has no amount in ${currency}: add that currency to it`;
  return value.amount.startsWith('-') ? `can't count an amount below zero` : { amount, currency };
}
