import { randomUUID } from 'node:crypto';

/** How long a token is good for, in seconds. */
export const TOKEN_LIFETIME = 3600;

/** The access tokens that were given out. */
export class Tokens {
  readonly #expiry = new Map<string, number>();

  /** A new token. */
  issue(): string {
    const token = randomUUID();
    this.#expiry.set(token, Date.now() + TOKEN_LIFETIME * 1000);
    return token;
  }

  /** Whether an `Authorization` header carries a token that was given out and is still good. */
  accepts(authorization: string | undefined): boolean {
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    return token !== undefined && (this.#expiry.get(token) ?? 0) > Date.now();
  }

  clear(): void {
    this.#expiry.clear();
  }
}
