/**
 * A token can't be had, so the request that needs it was surely not sent. `outcome` says what that means for the call:
 * `retry` when the token endpoint may answer later, `held` when its answer says that the set-up is wrong. The message
 * holds no secret and nothing of the endpoint's own words.
 */
export class TokenFailed extends Error {
  override readonly name = 'TokenFailed';
  constructor(
    readonly outcome: 'retry' | 'held',
    why: string,
  ) {
    super(`token could not be had: ${why}`);
  }
}
