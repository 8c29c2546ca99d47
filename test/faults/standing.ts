import { expect } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { SIGNING_SECRET } from './prizes.js';
import type { Won } from './setting.js';

/**
 * How a payment stands once it is settled, and what of it the operator has seen: `parked, 1 sent, 1 paid`. All that was
 * sent for it must carry the same key and bytes, and a signature that the operator takes.
 */
export async function standing(won: Won): Promise<string> {
  const { calls } = await won.settled();
  const [sent, paid] = await Promise.all([won.sent(), won.paid()]);
  const kinds = sent.map(({ headers, path, query, rawBody }) =>
    JSON.stringify([headers['idempotency-key'], path, query, rawBody]),
  );
  expect([...new Set(kinds)]).toHaveLength(Math.min(1, sent.length));
  for (const { headers, rawBody } of sent) {
    expect(headers['webhook-id']).toBe(calls[0]?.callKey);
    new Webhook(SIGNING_SECRET).verify(rawBody, headers as Record<string, string>);
  }
  return `${calls[0]?.status}, ${sent.length} sent, ${paid.length} paid`;
}
