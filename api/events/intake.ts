import type { Catalogue } from '../../catalogue/catalogue.js';
import { hashPlayerId, isEmail } from '../../catalogue/event/player-id.js';
import { resolveSecret, SecretMissing } from '../../outbound/auth/secrets.js';
import { Problem, RETRY_AFTER } from '../http/errors.js';
import type { Services } from '../services.js';

/** What requests are judged by at the edge: the catalogue of this moment, and what its brands call their players. */
export interface Intake {
  readonly catalogue: Catalogue;
  /** What a player is called from here on, or why the id is not taken. */
  readonly player: (brand: string, playerId: string) => NamedPlayer;
}

/** The id by which all that lies behind the edge knows a player. */
export type NamedPlayer = { readonly playerId: string } | { readonly refusal: string };

const REFUSAL =
  'looks like an e-mail address, and ids are shown in lists and logs: send the opaque id by which you know the player, or let the brand hash ids (hashPlayerIds)';

/** Reads the keys with which brands hash the ids of their players. One that is missing is told when it is needed. */
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

/** A player as an order or a filter of one brand names him; throws the problem of an id that is not taken. */
export async function nameOfPlayer(
  services: Services,
  brand: string,
  playerId: string,
  field = 'playerId',
): Promise<string> {
  const named = (await openIntake(services)).player(brand, playerId);
  if ('playerId' in named) return named.playerId;
  throw new Problem('invalid', `The request can't be followed: ${field} ${named.refusal}.`, {
    errors: [{ field, message: named.refusal }],
  });
}

function missing(error: unknown): SecretMissing {
  if (error instanceof SecretMissing) return error;
  throw error;
}

function unavailable(cause: SecretMissing): Problem {
  return new Problem('unavailable', 'Ids of players can not be hashed now. Send the same request again later.', {
    headers: { 'Retry-After': RETRY_AFTER },
    cause,
  });
}
