/**
 * A token can't be had, so the request that needs it was surely not sent. `outcome` says what that means for the call:
 * `retry` when the token endpoint may answer later, `held` when its answer says that the set-up is wrong, `parked` when
 * its address is none that the destination may reach. The message holds no secret and nothing of the endpoint's words.
 */
export class TokenFailed extends Error {
  override readonly name = 'TokenFailed';
  constructor(
    readonly outcome: 'retry' | 'held' | 'parked',
    why: string,
  ) {
    super(`token could not be had: ${why}`);
  }
}
