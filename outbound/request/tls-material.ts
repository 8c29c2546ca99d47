import { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { SecretReference, Tls } from '../../catalogue/destination/definition.js';
import { readReference, SecretMissing } from '../auth/secrets.js';

/** Certificates and key of a TLS connection, as PEM. */
export interface TlsMaterial {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/**
 * Reads the files and variables of a destination's TLS options, each time.
 * @throws SecretMissing also if the content can't be used
 */
export async function resolveTls(tls: Tls | null, environment: NodeJS.ProcessEnv): Promise<TlsMaterial | null> {
  if (tls === null) return null;
  const named = Object.entries(tls) as [keyof Tls, SecretReference | undefined][];
  const read = named.flatMap(([name, reference]) =>
    reference === undefined ? [] : [readReference(reference, environment).then((text) => [name, text] as const)],
  );
  const material: TlsMaterial = Object.fromEntries(await Promise.all(read));
  check(material);
  return material;
}

/** Node would trust nobody where `ca` holds nothing that it can read. */
function check(material: TlsMaterial): void {
  try {
    if (material.ca !== undefined) new X509Certificate(material.ca);
    createSecureContext(material);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new SecretMissing(
      `the destination's tls can't be used${code}: provide PEM, with the key that belongs to the certificate`,
    );
  }
}
