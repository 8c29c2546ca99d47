import { readFileSync, type Stats, statSync } from 'node:fs';
import { type EncryptionKey, type EncryptionKeys, encryptionKeys, NO_KEYS } from './encryption-keys.js';
import { parseEncryptionKeys } from './parse-keys.js';

/** Shortest time between two checks of the file, in milliseconds. */
const LOOK_EVERY = 1_000;

/** Mode bits that are forbidden: others have no access, and the group can at most read. */
const FORBIDDEN_MODE = 0o027;

/**
 * Opens an encryption keys file; `null` turns encryption off. Changes of the file apply within a second of the next
 * payload, and immediately for a payload with an unknown key.
 * Throws one sentence if the file can't be used at the start. A later fault goes to `onFault` once, and the last good
 * keys stay.
 */
export function openEncryptionKeys(file: string | null, onFault: (sentence: string) => void): EncryptionKeys {
  if (file === null) return NO_KEYS;
  const keyFile = new KeyFile(file, onFault);
  try {
    keyFile.look();
  } catch (error) {
    throw new Error(sentence(file, error), { cause: error });
  }
  return keyFile;
}

class KeyFile implements EncryptionKeys {
  readonly on = true;
  readonly #file: string;
  readonly #onFault: (sentence: string) => void;
  #keys = NO_KEYS;
  #looked = 0;
  #seen = '';
  #fault = '';

  constructor(file: string, onFault: (sentence: string) => void) {
    this.#file = file;
    this.#onFault = onFault;
  }

  encrypting(brand: string | null): EncryptionKey | null {
    this.#lookInTime();
    return this.#keys.encrypting(brand);
  }

  find(id: string): EncryptionKey | undefined {
    this.#lookInTime();
    const known = this.#keys.find(id);
    if (known) return known;
    this.#lookAgain();
    return this.#keys.find(id);
  }

  /** Reads the file if it has changed. Throws if it can't be used. */
  look(): void {
    this.#looked = Date.now();
    const stats = statSync(this.#file);
    const print = [stats.mtimeMs, stats.ctimeMs, stats.size, stats.ino].join(':');
    if (print === this.#seen) return;
    this.#seen = print;
    this.#keys = readKeys(this.#file, stats);
    this.#fault = '';
  }

  #lookInTime(): void {
    if (Date.now() - this.#looked >= LOOK_EVERY) this.#lookAgain();
  }

  #lookAgain(): void {
    try {
      this.look();
    } catch (error) {
      const fault = sentence(this.#file, error);
      if (fault !== this.#fault) this.#onFault(`${fault} The last good keys stay in use.`);
      this.#fault = fault;
    }
  }
}

function readKeys(file: string, { mode }: Stats): EncryptionKeys {
  // Windows has no such mode bits.
  if (process.platform !== 'win32' && (mode & FORBIDDEN_MODE) !== 0) {
    throw new Error(`its mode is ${(mode & 0o777).toString(8)}, so other users can read it: chmod 600`);
  }
  return encryptionKeys(parseEncryptionKeys(readFileSync(file, 'utf8')));
}

function sentence(file: string, error: unknown): string {
  const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  const reason = missing ? 'there is no such file' : error instanceof Error ? error.message : String(error);
  return `The file of WAYPOST_ENCRYPTION_KEYS, ${file}, can't be used: ${reason}.`;
}
