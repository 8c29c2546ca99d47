import type { BrandCatalogue } from '../brand/definition.js';
import type { Catalogue } from '../catalogue.js';
import type { Source } from '../source/definition.js';
import type { Destination, SecretReference } from './definition.js';

/** A place in the catalogue that names a secret. */
export interface SecretUse {
  readonly reference: SecretReference;
  /** Purpose, which the secret must fit: a header, a signature by Standard Webhooks, or TLS. */
  readonly as: 'header' | 'signing' | 'ca' | 'cert' | 'key';
  /** `lucky: destinations.operator.auth.clientSecret`. */
  readonly by: string;
}

/** Every use of every secret that a catalogue names. */
export function secretUses(catalogue: Catalogue): SecretUse[] {
  return [...catalogue.brands.values()].flatMap(usesOfBrand);
}

function usesOfBrand({ brand, hashPlayerIds, destinations, sources }: BrandCatalogue): SecretUse[] {
  return [
    ...(typeof hashPlayerIds === 'boolean'
      ? []
      : [{ reference: hashPlayerIds, as: 'header' as const, by: `${brand}: brand.hashPlayerIds` }]),
    ...[...destinations.values()].flatMap((one) => usesOf(one, `${brand}: destinations.${one.name}`)),
    ...[...sources.values()].flatMap((one) => usesOfSource(one, `${brand}: sources.${one.name}`)),
  ];
}

function usesOf({ auth, headers, signing, tls }: Destination, owner: string): SecretUse[] {
  const material = Object.entries(tls ?? {}) as ['ca' | 'cert' | 'key', SecretReference | undefined][];
  return [
    ...authSecrets(auth).map(([key, reference]) => ({
      reference,
      as: 'header' as const,
      by: `${owner}.auth.${key}`,
    })),
    ...Object.entries(headers).flatMap(([name, reference]) =>
      typeof reference === 'string' ? [] : [{ reference, as: 'header' as const, by: `${owner}.headers.${name}` }],
    ),
    ...(signing?.secrets ?? []).map((reference) => ({
      reference,
      as: 'signing' as const,
      by: `${owner}.signing.secrets`,
    })),
    ...material.flatMap(([name, reference]) =>
      reference === undefined ? [] : [{ reference, as: name, by: `${owner}.tls.${name}` }],
    ),
  ];
}

/** The secrets that authorise requests to a destination: those of its auth and of its headers. */
export function secretsOf({ auth, headers }: Destination): SecretReference[] {
  const inHeaders = Object.values(headers).flatMap((value) => (typeof value === 'string' ? [] : [value]));
  return [...authSecrets(auth).map(([, reference]) => reference), ...inHeaders];
}

function authSecrets(auth: Destination['auth']): (readonly [string, SecretReference])[] {
  switch (auth.kind) {
    case 'none':
      return [];
    case 'api-key':
    case 'query':
    case 'bearer':
      return [['secret', auth.secret]];
    case 'basic':
      return [['password', auth.password]];
    case 'oauth2':
      return [['clientSecret', auth.clientSecret]];
    case 'token':
      return Object.entries(auth.credentials).flatMap(([name, value]) =>
        typeof value === 'string' ? [] : [[`credentials.${name}`, value] as const],
      );
  }
}

function usesOfSource({ auth }: Source, owner: string): SecretUse[] {
  if (auth.kind !== 'signature') return [];
  return auth.secrets.map((reference) => ({ reference, as: 'signing', by: `${owner}.secrets` }));
}
