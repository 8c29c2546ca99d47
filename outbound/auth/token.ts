/** A token as an endpoint gave it. */
export interface Token {
  readonly value: string;
  /** Epoch milliseconds at which it ends; `null` when nobody said: it is used until it is refused. */
  readonly expiresAt: number | null;
}

/**
 * Checks what an endpoint gave as token and as its lifetime in seconds.
 * @param askedAt epoch milliseconds before the request, since the lifetime counts from somewhere during it
 * @throws TokenFailed
 */
export function checkedToken(value: unknown, seconds: unknown, askedAt: number): Token {
  if (typeof value !== 'string' || !/^[\x21-\x7e]{1,16384}$/.test(value)) {
    throw new TokenFailed('held', 'the answer of the token endpoint has no token that fits a header');
  }
  if (seconds === undefined || seconds === null) return { value, expiresAt: null };
  const lifetime = typeof seconds === 'string' && seconds.trim() !== '' ? Number(seconds) : seconds;
  if (typeof lifetime !== 'number' || !Number.isFinite(lifetime) || lifetime < 0) {
    throw new TokenFailed(
      'held',
      'the answer of the token endpoint has a token lifetime that is not a number of seconds',
    );
  }
  return { value, expiresAt: askedAt + lifetime * 1_000 };
}
/**
 * Thrown when a token can't be fetched, so the request that needs it was not sent. `outcome` is the effect on the call:
 * `retry` if the token endpoint might answer later, `held` if its answer says that the set-up is wrong, `parked` if the
 * destination is not allowed to reach its address. The message holds no secret and none of the endpoint's words.
 */
export class TokenFailed extends Error {
  override readonly name = 'TokenFailed';
  constructor(
    readonly outcome: 'retry' | 'held' | 'parked',
    why: string,
  ) {
    super(`could not get a token: ${why}`);
  }
}
