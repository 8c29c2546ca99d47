import type { z } from 'zod';
import type { Report } from '../load/issues.js';
import type { Destination } from './definition.js';
import type { destinationSchema } from './schema.js';

/** A destination, its URL taken from the environment where it says so. */
export function toDestination(
  name: string,
  { url, auth: { type: kind, ...auth }, signing, tls, ...rest }: z.output<typeof destinationSchema>,
  environment: NodeJS.ProcessEnv,
  report: Report,
): Destination {
  const resolved = typeof url === 'string' ? url : (environment[url.env] ?? url.default);
  if (resolved === undefined && typeof url !== 'string') {
    report(['url'], `needs the environment variable ${url.env}, which is not set: set it, or add a default`);
  }
  return {
    name,
    ...rest,
    url: resolved ?? '',
    tls: tls as Destination['tls'],
    auth: { kind, ...auth } as Destination['auth'],
    signing: signing === null ? null : { kind: signing.type, secrets: signing.secrets },
  };
}
