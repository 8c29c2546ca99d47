import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Payload } from '@temporalio/common';
import proto from '@temporalio/proto';
import { PayloadRefused } from '../errors.js';
import type { EncryptionKey, EncryptionKeys } from './encryption-keys.js';

const { Payload: PayloadMessage } = proto.temporal.api.common.v1;

// Temporal's samples use the same encoding and key id, so other tools know them.
const ENCODING = 'binary/encrypted';
const KEY_ID = 'encryption-key-id';
const ALGORITHM = 'encryption-algorithm';
const BRAND = 'encryption-brand';

const AES_256_GCM = 'AES-256-GCM';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts a whole payload with its metadata. `data` is IV (12 bytes, fresh), ciphertext, tag (16 bytes). Algorithm,
 * key id and brand stand in the metadata and are authenticated: see docs/encryption.md.
 */
export function encryptPayload(payload: Payload, brand: string | null, key: EncryptionKey): Payload {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key.secret, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(authenticated(key.id, brand));
  const sealed = [cipher.update(PayloadMessage.encode(payload).finish()), cipher.final()];
  return {
    metadata: {
      encoding: Buffer.from(ENCODING),
      [ALGORITHM]: Buffer.from(AES_256_GCM),
      [KEY_ID]: Buffer.from(key.id),
      ...(brand === null ? {} : { [BRAND]: Buffer.from(brand) }),
    },
    data: Buffer.concat([iv, ...sealed, cipher.getAuthTag()]),
  };
}

/** Returns true for an encrypted payload. Payloads from before encryption was on are plain. */
export function isEncrypted(payload: Payload): boolean {
  return text(payload, 'encoding') === ENCODING;
}

/** Returns the brand that an encrypted payload names. Only decrypting proves it. */
export function brandOfPayload(payload: Payload): string | null {
  return text(payload, BRAND);
}

/**
 * Decrypts the output of `encryptPayload`. @throws PayloadRefused for a missing key, a changed payload or another
 * format
 */
export function decryptPayload(payload: Payload, keys: EncryptionKeys): Payload {
  const algorithm = text(payload, ALGORITHM);
  if (algorithm !== AES_256_GCM) {
    throw new PayloadRefused('a payload is encrypted in an unknown way: Waypost did not write it');
  }
  const id = text(payload, KEY_ID) ?? '';
  const key = keys.find(id);
  if (!key) {
    throw new PayloadRefused(
      `a payload is encrypted with the key "${id.slice(0, 64)}", which this process does not have: ` +
        'add it to the file of WAYPOST_ENCRYPTION_KEYS',
    );
  }
  const opened = open(Buffer.from(payload.data ?? []), key, brandOfPayload(payload));
  if (opened) return PayloadMessage.decode(opened);
  throw new PayloadRefused(
    `a payload encrypted with the key "${id}" can't be decrypted: the payload was changed, or the key of this id is another one`,
  );
}

function open(data: Buffer, key: EncryptionKey, brand: string | null): Buffer | null {
  if (data.length < IV_BYTES + TAG_BYTES) return null;
  const options = { authTagLength: TAG_BYTES };
  const decipher = createDecipheriv('aes-256-gcm', key.secret, data.subarray(0, IV_BYTES), options);
  decipher.setAAD(authenticated(key.id, brand)).setAuthTag(data.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(data.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch {
    return null; // OpenSSL says no more than that the tag does not fit
  }
}

/**
 * Returns the authenticated data. It has neither namespace nor run, because a history can be replayed, reset or moved.
 */
function authenticated(keyId: string, brand: string | null): Buffer {
  return Buffer.from(JSON.stringify([ENCODING, AES_256_GCM, keyId, brand]));
}

function text(payload: Payload, name: string): string | null {
  const value = payload.metadata?.[name];
  return value === undefined ? null : Buffer.from(value).toString();
}
