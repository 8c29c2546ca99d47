import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { Destination } from '../catalogue.js';
import type { Issue } from '../read/issues.js';

/** What is wrong with a destination. */
export function destinationIssues({ url, timeout, headers, auth }: Destination): Issue[] {
  const issues: Issue[] = [];
  if (url !== '' && !isBaseUrl(url)) {
    issues.push({
      path: ['url'],
      message: `"${url}" is no base URL: write https://host/path, without user, query or fragment`,
    });
  }
  if (!(timeout > 0 && timeout <= 10_000)) {
    issues.push({ path: ['timeout'], message: `must lie between 1 ms and 10 s, not at ${timeout} ms` });
  }
  for (const [name, value] of Object.entries(headers)) {
    if (!isHeader(name, value))
      issues.push({ path: ['headers', name], message: "has a name or value that HTTP can't carry" });
  }
  if (auth.kind === 'api-key' && !isHeader(auth.header, '')) {
    issues.push({ path: ['auth', 'header'], message: `"${auth.header}" is no name of a header` });
  }
  return issues;
}

/** Whether HTTP can carry a header. */
export function isHeader(name: string, value: string): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false; // that is all these two functions can tell
  }
}

function isBaseUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && username + password + search + hash === '';
}
