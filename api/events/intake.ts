import type { Catalogue } from '../../catalogue/catalogue.js';
import { hashPlayerId, isEmail } from '../../catalogue/event/player-id.js';
import { resolveSecret, SecretMissing } from '../../outbound/auth/secrets.js';
import { Problem, RETRY_AFTER } from '../http/errors.js';
import type { Services } from '../services.js';

/** The catalogue and the player names by which requests are checked. */
export interface Intake {
  readonly catalogue: Catalogue;
  /** Returns the id by which a brand knows a player, or the reason why the id is refused. */
  readonly player: (brand: string, playerId: string) => NamedPlayer;
}

/** The id of a player behind the API, or the reason why it is refused. */
export type NamedPlayer = { readonly playerId: string } | { readonly refusal: string };

const REFUSAL =
  'looks like an e-mail address, and ids are shown in lists and logs: send your opaque id of the player, or let the brand hash ids (hashPlayerIds)';

/** Reads the keys with which brands hash player ids. A missing key is reported when it is needed. */
export async function openIntake({ catalogue: current, environment }: Services): Promise<Intake> {
  const catalogue = current();
  const keys = new Map<string, string | SecretMissing>();
  for (const { brand, hashPlayerIds } of catalogue.brands.values()) {
    if (typeof hashPlayerIds === 'object') {
      keys.set(brand, await resolveSecret(hashPlayerIds, environment).catch(missing));
    }
  }
  return {
    catalogue,
    player(brand, playerId) {
      if (!(catalogue.brands.get(brand)?.hashPlayerIds ?? false)) {
        return isEmail(playerId) ? { refusal: REFUSAL } : { playerId };
      }
      const key = keys.get(brand) ?? null;
      if (key instanceof SecretMissing) throw unavailable(key);
      return { playerId: hashPlayerId(brand, playerId, key) };
    },
  };
}

/** Returns the id of a player whom an order or filter names. Throws a problem if the id is refused. */
export async function nameOfPlayer(
  services: Services,
  brand: string,
  playerId: string,
  field = 'playerId',
): Promise<string> {
  const named = (await openIntake(services)).player(brand, playerId);
  if ('playerId' in named) return named.playerId;
  throw new Problem('invalid', `The request is invalid: ${field} ${named.refusal}.`, {
    errors: [{ field, message: named.refusal }],
  });
}

function missing(error: unknown): SecretMissing {
  if (error instanceof SecretMissing) return error;
  throw error;
}

function unavailable(cause: SecretMissing): Problem {
  return new Problem('unavailable', 'The key that hashes player ids is missing. Repeat the request later.', {
    title: 'Service unavailable',
    headers: { 'Retry-After': RETRY_AFTER },
    cause,
  });
}
