import type { Payload } from '@temporalio/common';
import { brandOfPayload, decryptPayload, isEncrypted } from './encrypted-payload.js';
import type { EncryptionKeys } from './encryption-keys.js';

/** A payload as Temporal's UI and CLI send it: bytes in base64 (https://docs.temporal.io/codec-server). */
export interface PayloadJson {
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  readonly data?: string | undefined;
}

/** An encrypted payload, with the brand that it names and its content. */
export interface SealedPayload {
  readonly brand: string | null;
  /** @throws PayloadRefused */
  open(): PayloadJson;
}

/** Reads an encrypted payload; returns `null` for a plain one. */
export function sealedPayload(json: PayloadJson, keys: EncryptionKeys): SealedPayload | null {
  const payload: Payload = {
    metadata: Object.fromEntries(
      Object.entries(json.metadata ?? {}).map(([name, value]) => [name, Buffer.from(value, 'base64')]),
    ),
    data: Buffer.from(json.data ?? '', 'base64'),
  };
  if (!isEncrypted(payload)) return null;
  return { brand: brandOfPayload(payload), open: () => toJson(decryptPayload(payload, keys)) };
}

function toJson({ metadata, data }: Payload): PayloadJson {
  const named = Object.entries(metadata ?? {}).map(([name, value]) => [name, base64(value)] as const);
  return { metadata: Object.fromEntries(named), data: base64(data ?? new Uint8Array()) };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
