import { setTimeout as sleep } from 'node:timers/promises';
import type { PreparedCall } from '../../workflows/contracts/calls/call.js';
import type { LimitClaim } from '../../workflows/contracts/keepers/limit.js';

export const HOUR = 60 * 60 * 1000;

/** A limit of 100 calls in 24 hours, unless something else is said. */
export function claimOf(keeper: string, change: Partial<LimitClaim> = {}): LimitClaim {
  return {
    name: `bonus per ${keeper}`,
    keeper: `lucky:~limit:${keeper}`,
    window: 24 * HOUR,
    count: 100,
    money: null,
    ...change,
  };
}

/** What a keeper needs to know of a call: ten euros, unless something else is said. */
export function limitedCall(
  callKey: string,
  limits: readonly LimitClaim[],
  value: PreparedCall['value'] = { amount: '10.00', currency: 'EUR' },
): PreparedCall {
  return {
    ...{ callKey, brand: 'lucky', action: 'credit-bonus-funds', playerId: 'p-1', effect: 'money', mode: 'idempotent' },
    ...{ value, catalogue: 'hash', destination: 'operator', queue: 'callbacks:lucky', timeout: 10_000, patience: HOUR },
    ...{ whenPatienceEnds: 'park', backOff: { initial: 1_000, maximum: HOUR }, answers: {}, method: 'POST' },
    ...{ path: '/bonus/credit/funds', headers: {}, body: null, limits },
  };
}

/** Asks again until there is an answer, as Temporal repeats an activity. */
export async function untilAnswered<T>(ask: (asked: number) => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask(Date.now());
    } catch (error) {
      const name = error instanceof Error ? error.name : '';
      if (name !== 'NoWorkerAnswered' && name !== 'TemporalUnavailable') throw error;
      await sleep(200);
    }
  }
}
