import { randomBytes } from 'node:crypto';
import { Problem } from '../errors.js';

/** The names that a bucket may have. */
export const BUCKET = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/** The same in words. */
export const BUCKET_RULE = 'must be 1 to 64 letters, digits, hyphens and underscores, a letter or digit first';

/** The shortest name that is taken where strangers can send: the name is what keeps them out. */
export const SHORTEST_SECRET_NAME = 16;

/** A bucket's name that nobody guesses. */
export function suggestBucket(): string {
  return `echo-${randomBytes(12).toString('base64url').replaceAll(/[-_]/g, 'x')}`;
}

/** Checks the name of a bucket; throws a problem that says what would do. `open` takes short names too. */
export function checkBucket(name: string, open: boolean): string {
  if (!BUCKET.test(name)) throw bucketFault(BUCKET_RULE);
  if (!open && name.length < SHORTEST_SECRET_NAME) {
    throw bucketFault(`must have ${SHORTEST_SECRET_NAME} characters or more: GET /echo-list/ suggests one`);
  }
  return name;
}

function bucketFault(message: string): Problem {
  return new Problem('invalid', `The bucket's name ${message}.`, { errors: [{ field: 'bucket', message }] });
}
