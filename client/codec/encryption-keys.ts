import type { KeyObject } from 'node:crypto';

/** A key of AES-256: of one brand, or (`brand` null) of all that has no key of its own. Its bytes are never printed. */
export interface EncryptionKey {
  readonly id: string;
  readonly brand: string | null;
  readonly secret: KeyObject;
}

/** The keys that count now. */
export interface EncryptionKeys {
  /** Whether what is written is encrypted. */
  readonly on: boolean;
  /** The key that encrypts for a brand, or for what belongs to none; `null` when encryption is off. */
  encrypting(brand: string | null): EncryptionKey | null;
  /** The key of an id, for decrypting. */
  find(id: string): EncryptionKey | undefined;
}

/** Keys as `parseEncryptionKeys` gives them: of each brand the first encrypts, and all decrypt. */
export function encryptionKeys(keys: readonly EncryptionKey[]): EncryptionKeys {
  const byId = new Map(keys.map((key) => [key.id, key]));
  const firstOf = (brand: string | null) => keys.find((key) => key.brand === brand);
  return {
    on: keys.length > 0,
    encrypting: (brand) => firstOf(brand) ?? firstOf(null) ?? null,
    find: (id) => byId.get(id),
  };
}

/** Encryption is off. */
export const NO_KEYS: EncryptionKeys = encryptionKeys([]);
