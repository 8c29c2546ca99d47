import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { startCallRun } from '../../client/calls/start-call-run.js';
import { callKey } from '../../workflows/contracts/calls/call-key.js';
import type { AttemptReport, PreparedCall } from '../../workflows/contracts/calls/call.js';
import { HOUR } from './limited-call.js';

/** A call that is parked at once, in a run of its own: of mode `once`, and its only attempt may have arrived. */
export async function parkCall(
  client: Client,
  changes: Partial<PreparedCall> = {},
  why = 'no answer within 10 s: it may have arrived',
): Promise<{ readonly callKey: string; readonly id: string }> {
  const call = callOf(changes);
  const { brand, action, playerId } = call;
  const now = new Date().toISOString();
  const event = { id: randomUUID(), type: 'test', playerId, occurredAt: now, receivedAt: now, data: {} };
  const about = { callKey: call.callKey, brand, action, playerId, fields: {}, event: {}, decidedBy: '~test' };
  const started = await startCallRun(client, {
    request: { ...about, state: null, campaign: null },
    step: action,
    event,
    catalogue: call.catalogue,
    prepared: { kind: 'ready', call },
    progress: {
      ...{ maybeSent: true, confirmed: false, attempts: 1 },
      ...{ since: Date.now(), knownAt: Date.now(), last: unknown(why, now) },
    },
  });
  return { callKey: call.callKey, id: started.id };
}

function callOf(changes: Partial<PreparedCall>): PreparedCall {
  const { brand = 'lucky', action = 'apply-tag' } = changes;
  const key = callKey({ brand, owner: 'test', eventId: randomUUID(), freshStarts: 0, step: action });
  return {
    ...{ callKey: key, brand, action, playerId: 'p-1', effect: 'data', mode: 'once', value: null, decidedBy: '~test' },
    ...{ catalogue: 'hash', destination: 'operator', queue: `callbacks:${brand}`, timeout: 5_000, patience: HOUR },
    ...{ whenPatienceEnds: 'park', backOff: { initial: 1_000, maximum: HOUR }, answers: {}, method: 'POST' },
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    ...{ path: '/players/p-1/tags', body: '{"tag":"x"}' },
    ...changes,
  };
}

function unknown(reason: string, at: string): AttemptReport {
  return { class: 'unknown', reason, status: null, answer: null, retryAfter: null, at, took: 10_000 };
}

/** What moves money. */
export function money(amount: string, currency = 'EUR'): Partial<PreparedCall> {
  const body = JSON.stringify({ user_id: 'p-1', amount: Number(amount), currency });
  return {
    action: 'credit-bonus-funds',
    effect: 'money',
    value: { amount, currency },
    path: '/bonus/credit/funds',
    body,
  };
}
