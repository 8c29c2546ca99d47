import type { Catalogue } from '../../catalogue/catalogue.js';
import { secretUses } from '../../catalogue/destination/secret-uses.js';
import { resolveSecret, SecretMissing } from '../../outbound/auth/secrets.js';
import { maskedProof } from '../actions/masked-proof.js';

/** Secrets of the catalogue. A destination can point at the echo service and use any header name. */
export interface KnownSecrets {
  /** Headers and parameters, in lower case. */
  readonly names: ReadonlySet<string>;
  readonly values: readonly string[];
}

/** Collects the secrets that a catalogue names. Reads the values that this process has, each time. */
export async function knownSecrets(catalogue: Catalogue, environment: NodeJS.ProcessEnv): Promise<KnownSecrets> {
  const names = [...catalogue.brands.values()].flatMap(({ destinations }) =>
    [...destinations.values()].map(maskedProof).flatMap(({ headers, query }) => Object.keys({ ...headers, ...query })),
  );
  const references = new Map(
    secretUses(catalogue).flatMap(({ reference, as }) =>
      as === 'header' || as === 'signing' ? [[JSON.stringify(reference), reference] as const] : [],
    ),
  );
  const values = await Promise.all(
    [...references.values()].map(async (reference) => {
      try {
        return [await resolveSecret(reference, environment)];
      } catch (error) {
        if (error instanceof SecretMissing) return []; // only workers may have it
        throw error;
      }
    }),
  );
  return { names: new Set(names.map((name) => name.toLowerCase())), values: values.flat() };
}
