import type { Request } from 'express';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import type { SecretReference } from '../../catalogue/catalogue.js';
import { resolveSigningKey } from '../../outbound/sign.js';

const HEADERS = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;

/** Whether a request carries a signature of Standard Webhooks. */
export function isSigned(request: Request): boolean {
  return request.get('webhook-signature') !== undefined;
}

/**
 * Whether a body was signed with a secret, at most five minutes from now either way (Standard Webhooks: HMAC-SHA256 over
 * `webhook-id.webhook-timestamp.body`; several signatures may stand side by side while a secret rotates).
 * @throws SecretMissing
 */
export async function isSignedWith(
  secret: SecretReference,
  request: Request,
  body: Uint8Array,
  environment: NodeJS.ProcessEnv,
): Promise<boolean> {
  const webhook = new Webhook(await resolveSigningKey(secret, environment), { format: 'raw' });
  const headers = Object.fromEntries(HEADERS.map((name) => [name, request.get(name) ?? '']));
  try {
    webhook.verify(Buffer.from(body), headers, { jsonParse: false });
    return true;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return false;
    throw error;
  }
}
