import type { KeyObject } from 'node:crypto';

/** An AES-256 key of one brand, or (`brand` null) of everything without an own key. Its bytes are never printed. */
export interface EncryptionKey {
  readonly id: string;
  readonly brand: string | null;
  readonly secret: KeyObject;
}

/** The keys in use. */
export interface EncryptionKeys {
  /** True if new payloads are encrypted. */
  readonly on: boolean;
  /** Returns the key that encrypts for a brand, or (`null`) for no brand; `null` if encryption is off. */
  encrypting(brand: string | null): EncryptionKey | null;
  /** Returns the key of an id, for decrypting. */
  find(id: string): EncryptionKey | undefined;
}

/** Builds the keys in use from `parseEncryptionKeys`: the first key of each brand encrypts, and all decrypt. */
export function encryptionKeys(keys: readonly EncryptionKey[]): EncryptionKeys {
  const byId = new Map(keys.map((key) => [key.id, key]));
  const firstOf = (brand: string | null) => keys.find((key) => key.brand === brand);
  return {
    on: keys.length > 0,
    encrypting: (brand) => firstOf(brand) ?? firstOf(null) ?? null,
    find: (id) => byId.get(id),
  };
}

/** The keys while encryption is off. */
export const NO_KEYS: EncryptionKeys = encryptionKeys([]);
