import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { Destination } from '../catalogue.js';
import type { Issue } from '../read/issues.js';
import { allowFault } from './allow.js';
import { authIssues, baseUrlFault } from './auth.js';
import { openSecretIssues } from './open-secrets.js';
import { reachIssues } from './reach.js';

/** What the connection says for itself: another value would lead a request elsewhere, or cut it where it does not end. */
const OF_THE_CONNECTION =
  /^(host|connection|content-length|transfer-encoding|te|trailer|expect|upgrade|keep-alive|proxy-.*)$/i;

/** What is wrong with a destination. */
export function destinationIssues(destination: Destination): Issue[] {
  const { url, allow, tls, timeout, headers, auth } = destination;
  const issues: Issue[] = allow.flatMap((entry, index) => {
    const message = allowFault(entry);
    return message === null ? [] : [{ path: ['allow', index], message }];
  });
  if ((tls?.cert === undefined) !== (tls?.key === undefined)) {
    issues.push({ path: ['tls'], message: 'has a cert without its key, or a key without its cert: name both' });
  }
  const urlFault = url === '' ? null : baseUrlFault(url);
  if (urlFault !== null) issues.push({ path: ['url'], message: urlFault });
  if (!(timeout > 0 && timeout <= 10_000)) {
    issues.push({ path: ['timeout'], message: `must lie between 1 ms and 10 s, not at ${timeout} ms` });
  }
  for (const [name, value] of Object.entries(headers)) {
    if (!isHeader(name, typeof value === 'string' ? value : ''))
      issues.push({ path: ['headers', name], message: "has a name or value that can't be sent" });
  }
  if (auth.kind === 'api-key' && !isHeader(auth.header, '')) {
    issues.push({ path: ['auth', 'header'], message: `"${auth.header}" is no name of a header` });
  }
  const byReference = (): string => 'name where it is, { env: NAME } or { file: PATH }';
  return [
    ...issues,
    ...openSecretIssues(headers, ['headers'], byReference),
    ...(auth.kind === 'token' ? openSecretIssues(auth.credentials, ['auth', 'credentials'], byReference) : []),
    ...authIssues(destination),
    ...reachIssues(destination),
  ];
}

/** Whether a header may be sent: HTTP can carry it, and it is not the connection's own. */
export function isHeader(name: string, value: string): boolean {
  if (OF_THE_CONNECTION.test(name)) return false;
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false; // that is all these two functions can tell
  }
}
