/** Shorter ones are words and numbers that stand in any answer. */
const SHORTEST = 8;

/**
 * Takes secrets out of a text that may be kept: some endpoints repeat in their answer what they were sent. Each is found
 * as it is, as a URL carries it, and as JSON writes it. A secret of less than 8 characters is left where it stands.
 */
export function maskSecrets(text: string, secrets: readonly string[]): string {
  const written = secrets.filter((secret) => secret.length >= SHORTEST).flatMap(waysToWrite);
  const longestFirst = [...new Set(written)].sort((a, b) => b.length - a.length);
  return longestFirst.reduce((masked, secret) => masked.replaceAll(secret, '***'), text);
}

function waysToWrite(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const form = new URLSearchParams([['', secret]]).toString().slice(1);
  return [secret, encodeURIComponent(secret), form, json, json.replaceAll('/', '\\/')];
}
