import { createHash, timingSafeEqual } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { Logger } from 'pino';
import { KEY_FORM, parseStoredKeys, type StoredKey } from './stored-keys.js';

/** The result of looking up a presented key. */
export type KeyVerdict =
  | { readonly kind: 'good'; readonly key: StoredKey }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'expired'; readonly key: StoredKey }
  | { readonly kind: 'revoked'; readonly key: StoredKey };

/** The keys that are valid now. */
export interface KeyRing {
  find(presented: string): KeyVerdict;
  /** Stops watching the file. */
  close(): void;
}

/** Interval of checks for a changed file: a revocation must count everywhere within five seconds. */
const CHECK_INTERVAL_MS = 1_000;

/**
 * Opens a keys file and follows its changes. Throws if the file can't be used at the start. If a later version is
 * faulty, it is logged and the last good keys stay in use.
 */
export async function openKeyRing(file: string, log: Logger): Promise<KeyRing> {
  let seen = '';
  let keys = new Map<string, StoredKey>();

  async function look(): Promise<void> {
    // Taken before the read, so that a change in between is seen at the next check.
    const print = await fingerprint(file);
    if (print === seen) return;
    seen = print;
    keys = new Map(parseStoredKeys(await readFile(file, 'utf8')).map((key) => [key.id, key]));
    log.info({ keys: keys.size }, 'keys read');
  }

  try {
    await look();
  } catch (error) {
    throw new Error(`The keys file ${file} can't be used: ${sentence(error)}.`, { cause: error });
  }
  const stop = lookEvery(CHECK_INTERVAL_MS, look, (error) => {
    log.error({ file, fault: sentence(error) }, 'the keys file is faulty: the last good keys stay in use');
  });
  return { find: (presented) => findKey(keys, presented), close: stop };
}

// Never runs two checks at once; logs the same failure once.
function lookEvery(interval: number, look: () => Promise<void>, complain: (error: unknown) => void): () => void {
  let lastFailure: string | null = null;
  let looking = false;
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    look()
      .then(
        () => {
          lastFailure = null;
        },
        (error: unknown) => {
          if (sentence(error) !== lastFailure) complain(error);
          lastFailure = sentence(error);
        },
      )
      .finally(() => {
        looking = false;
      });
  }, interval);
  return () => clearInterval(timer);
}

/** Returns the digest of a key, as stored: SHA-256 of the whole key, in hex. */
export function digestOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

const NO_DIGEST = ['0'.repeat(64)];

/** Finds a presented key among the stored ones. Compares digests in constant time, also for an unknown id. */
export function findKey(keys: ReadonlyMap<string, StoredKey>, presented: string): KeyVerdict {
  const key = keys.get(KEY_FORM.exec(presented)?.[1] ?? '');
  const digest = Buffer.from(digestOf(presented), 'hex');
  const equal = (key?.digests ?? NO_DIGEST).map((stored) => timingSafeEqual(Buffer.from(stored, 'hex'), digest));
  if (!key || !equal.includes(true)) return { kind: 'unknown' };
  if (key.revoked) return { kind: 'revoked', key };
  if (key.expires !== null && Date.parse(key.expires) <= Date.now()) return { kind: 'expired', key };
  return { kind: 'good', key };
}

async function fingerprint(file: string): Promise<string> {
  const { mtimeNs, ctimeNs, size, ino } = await stat(file, { bigint: true });
  return [mtimeNs, ctimeNs, size, ino].join(':');
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function sentence(error: unknown): string {
  if (isMissing(error)) return 'the file does not exist';
  return error instanceof Error ? error.message : String(error);
}
