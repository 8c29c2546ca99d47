const LONGEST = 3_600_000;
const HTTP_DATE = /^[A-Z][a-z]{2,8},? /;

/**
 * What a `Retry-After` header asks for, in milliseconds, at most an hour; `null` when it is absent, in the past or no
 * number of seconds or HTTP date (RFC 9110, section 10.2.3).
 * @param now epoch milliseconds
 */
export function retryAfter(header: string | undefined, now: number): number | null {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1_000, LONGEST);
  const wait = HTTP_DATE.test(text) ? Date.parse(text) - now : Number.NaN;
  return wait >= 0 ? Math.min(wait, LONGEST) : null;
}
