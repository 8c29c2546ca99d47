import { type Token, TokenFailed } from './token.js';

/** Time before its end at which a token is no longer used, in milliseconds. */
const EARLY = 30_000;

interface Entry {
  /** Of all that the token was got with: another digest, another token. */
  readonly digest: string;
  readonly pending: Promise<Token>;
  /** `null` while the token is being fetched. */
  token: Token | null;
}

/** A request for a token: its owner, the digest of everything that it depends on, and the fetch. */
export interface TokenWish {
  /** Brand and destination. */
  readonly owner: string;
  readonly digest: string;
  readonly fetch: () => Promise<Token>;
  /** Until when the caller waits, in epoch milliseconds. The fetch goes on for those who come after. */
  readonly deadline: number;
}

/**
 * The tokens of one process, one per brand and destination. Concurrent callers share one fetch. A token is dropped 30 s
 * before its end, when the destination refuses it, and when its credentials change. A failed fetch is not kept.
 */
export class Tokens {
  readonly #entries = new Map<string, Entry>();
  readonly #now: () => number;

  /** @param now the clock, in epoch milliseconds */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** A token to use now. @throws TokenFailed */
  async get(wish: TokenWish): Promise<string> {
    const known = this.#entries.get(wish.owner);
    const entry = known !== undefined && this.#isGood(known, wish.digest) ? known : this.#begin(wish);
    return (await inTime(entry.pending, wish.deadline - this.#now())).value;
  }

  /** Drops a token that was refused; another one that has taken its place meanwhile stays. */
  drop(owner: string, value: string): void {
    if (this.#entries.get(owner)?.token?.value === value) this.#entries.delete(owner);
  }

  /** Drops a token that has come, so that the next to ask gets a fresh one; one that is on its way is fresh. */
  forget(owner: string): void {
    if (this.#entries.get(owner)?.token) this.#entries.delete(owner);
  }

  #isGood({ digest, token }: Entry, wanted: string): boolean {
    const inUse = token === null || token.expiresAt === null || this.#now() < token.expiresAt - EARLY;
    return digest === wanted && inUse;
  }

  #begin({ owner, digest, fetch }: TokenWish): Entry {
    const entry: Entry = { digest, pending: fetch(), token: null };
    this.#entries.set(owner, entry);
    entry.pending.then(
      (token) => {
        entry.token = token;
      },
      () => {
        // Whoever waits for it gets the error.
        if (this.#entries.get(owner) === entry) this.#entries.delete(owner);
      },
    );
    return entry;
  }
}

async function inTime(pending: Promise<Token>, time: number): Promise<Token> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TokenFailed('retry', 'it did not come within the time of the request')), time);
  });
  try {
    return await Promise.race([pending, late]);
  } finally {
    clearTimeout(timer);
  }
}
