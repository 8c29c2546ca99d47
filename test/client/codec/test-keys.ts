import { type EncryptionKeys, encryptionKeys } from '../../../client/codec/encryption-keys.js';
import { parseEncryptionKeys } from '../../../client/codec/parse-keys.js';

/** An entry of a keys file. */
export interface FileKey {
  readonly id: string;
  readonly brand?: string;
  readonly key: string;
}

/** A key for tests, always the same for a number. */
export function fileKey(id: string, number: number, brand?: string): FileKey {
  return { id, ...(brand === undefined ? {} : { brand }), key: Buffer.alloc(32, number).toString('base64') };
}

/** The text of a keys file. */
export function keysFile(...keys: readonly FileKey[]): string {
  return JSON.stringify({ keys });
}

/** Keys that stay. */
export function testKeys(...keys: readonly FileKey[]): EncryptionKeys {
  return encryptionKeys(parseEncryptionKeys(keysFile(...keys)));
}
