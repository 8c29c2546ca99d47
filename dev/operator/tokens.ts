import { randomUUID } from 'node:crypto';

/** Lifetime of a token, in seconds. */
export const TOKEN_LIFETIME = 3600;

/** The access tokens that were issued. */
export class Tokens {
  readonly #expiry = new Map<string, number>();

  /** Issues a token. */
  issue(): string {
    const token = randomUUID();
    this.#expiry.set(token, Date.now() + TOKEN_LIFETIME * 1000);
    return token;
  }

  /** Returns true if an `Authorization` header has a token that was issued and is still valid. */
  accepts(authorization: string | undefined): boolean {
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    return token !== undefined && (this.#expiry.get(token) ?? 0) > Date.now();
  }

  clear(): void {
    this.#expiry.clear();
  }
}
