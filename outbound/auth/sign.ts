import { createHmac } from 'node:crypto';
import type { SecretReference } from '../../catalogue/destination/definition.js';
import { placeOf, resolveSecret, SecretMissing } from './secrets.js';

const SECRET = /^whsec_([A-Za-z0-9+/]+={0,2})$/;

/** A message to be signed: its id, and the very text that is sent as the body. */
export interface Message {
  readonly id: string;
  readonly body: string | null;
}

/**
 * The headers with which a message is signed (Standard Webhooks: HMAC-SHA256 over `id.timestamp.body`), once by each of
 * the secrets.
 * @param now epoch milliseconds: the timestamp is that of the attempt
 * @throws SecretMissing
 */
export async function signatureHeaders(
  secrets: readonly SecretReference[],
  { id, body }: Message,
  environment: NodeJS.ProcessEnv,
  now: number,
): Promise<Record<string, string>> {
  const keys = await Promise.all(secrets.map((reference) => resolveSigningKey(reference, environment)));
  const timestamp = String(Math.floor(now / 1_000));
  const signatures = keys.map((key) => {
    return `v1,${createHmac('sha256', key)
      .update(`${id}.${timestamp}.${body ?? ''}`, 'utf8')
      .digest('base64')}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}

/** The bytes behind a reference to a signing secret. @throws SecretMissing */
export async function resolveSigningKey(reference: SecretReference, environment: NodeJS.ProcessEnv): Promise<Buffer> {
  const encoded = SECRET.exec(await resolveSecret(reference, environment))?.[1] ?? '';
  const key = Buffer.from(encoded, 'base64');
  if (key.length >= 24 && key.length <= 64) return key;
  throw new SecretMissing(
    `the secret in ${placeOf(reference)} is not a signing secret: use whsec_ and the base64 of 24 to 64 bytes`,
  );
}
