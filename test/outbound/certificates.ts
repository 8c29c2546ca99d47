import { generate } from 'selfsigned';

/** A certificate and its key, as PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** An authority of a test's own. */
export async function makeAuthority(): Promise<Certificate> {
  return made('test authority', {
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, critical: true },
    ],
  });
}

/** A certificate for a host by its address or name, by itself unless an authority is given. */
export async function makeCertificate(
  host: { readonly ip: string } | { readonly name: string },
  { authority, expired = false }: { readonly authority?: Certificate; readonly expired?: boolean } = {},
): Promise<Certificate> {
  const alternative = 'ip' in host ? { type: 7 as const, ip: host.ip } : { type: 2 as const, value: host.name };
  return made('ip' in host ? host.ip : host.name, {
    extensions: [{ name: 'subjectAltName', altNames: [alternative] }],
    ...(authority === undefined ? {} : { ca: authority }),
    ...(expired ? { notBeforeDate: new Date('2020-01-01'), notAfterDate: new Date('2020-02-01') } : {}),
  });
}

async function made(commonName: string, options: Parameters<typeof generate>[1]): Promise<Certificate> {
  const attributes = [{ name: 'commonName', value: commonName }];
  const { cert, private: key } = await generate(attributes, {
    keyType: 'ec',
    algorithm: 'sha256',
    ...options,
  });
  return { cert, key };
}
