import type { Destination } from '../catalogue/catalogue.js';
import { resolveSecret } from './secrets.js';

/**
 * The headers that convince a destination of who asks, to be added to one attempt and kept nowhere.
 * @throws SecretMissing
 */
export async function authorise(
  destination: Destination,
  environment: NodeJS.ProcessEnv,
): Promise<Record<string, string>> {
  const { auth } = destination;
  switch (auth.kind) {
    case 'none':
      return {};
    case 'api-key':
      return { [auth.header.toLowerCase()]: await resolveSecret(auth.secret, environment) };
    case 'bearer':
      return { authorization: `Bearer ${await resolveSecret(auth.secret, environment)}` };
  }
}
