const LONGEST = 3_600_000;
const LONGEST_RETRY_AFTER_MS = 24 * 3_600_000;
const HTTP_DATE = /^[A-Z][a-z]{2,8},? /;

/**
 * The delay that a `Retry-After` header asks for, in milliseconds, at most an hour. `null` if it is absent, in the
 * past, more than a day ahead, or neither a number of seconds nor an HTTP date (RFC 9110, section 10.2.3).
 * @param now epoch milliseconds
 */
export function retryAfter(header: string | undefined, now: number): number | null {
  const text = header?.trim() ?? '';
  const wait = /^\d+$/.test(text) ? Number(text) * 1_000 : HTTP_DATE.test(text) ? Date.parse(text) - now : Number.NaN;
  return wait >= 0 && wait <= LONGEST_RETRY_AFTER_MS ? Math.min(wait, LONGEST) : null;
}
