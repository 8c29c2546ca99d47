/** Replaces a secret in anything that is shown. */
export const MASK = '***';

// The last word of a name decides: `x-api-key`, `access_token`, `x-hub-signature-256`, `clientSecret`.
const SECRET_NAME =
  /(^|[-_.\s])(auth|authorization|authentication|cookie|key|apikey|token|secret|password|passwd|pwd|signature|sig|hmac|jwt|session|credential)s?([-_]?\d+)?$/i;
const PLAIN_NAME = /idempotency|public/i;
const WAYPOST_KEY = /\bwp_[a-z0-9-]{1,64}_[^\s"'&,;<>/?#\\]+/g;

/** Returns true if the name of a header, query parameter or field says that it holds a secret. */
export function namesSecret(name: string): boolean {
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2');
  return SECRET_NAME.test(words) && !PLAIN_NAME.test(name);
}

/** Masks a header's value if its name says that it is a secret. Keeps the scheme of an `Authorization`: `Bearer ***`. */
export function maskHeader(name: string, value: string): string {
  if (!namesSecret(name)) return maskKeys(value);
  const scheme = /authorization$/i.test(name) ? /^(Bearer|Basic|Digest|ApiKey|Token) /i.exec(value)?.[0] : undefined;
  return (scheme ?? '') + MASK;
}

/** Masks the values of parameters whose name, or `isSecret`, says that they are secrets. Changes nothing else. */
export function maskQuery(query: string, isSecret: (name: string) => boolean = () => false): string {
  const parts = query.split('&').map((part) => {
    const [name = '', ...value] = part.split('=');
    const hides = namesSecret(decoded(name)) || isSecret(decoded(name));
    return value.length > 0 && hides ? `${name}=${MASK}` : part;
  });
  return maskKeys(parts.join('&'));
}

/** Masks Waypost's own keys anywhere in a text. */
export function maskKeys(text: string): string {
  return text.replaceAll(WAYPOST_KEY, MASK);
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name.replaceAll('+', ' '));
  } catch {
    return name; // a malformed percent sequence: it is shown as it came
  }
}
