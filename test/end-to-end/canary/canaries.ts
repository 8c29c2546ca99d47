import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { digestOf } from '../../../api/keys/key-ring.js';
import { SCOPES } from '../../../api/keys/stored-keys.js';
import { makeAuthority, makeCertificate } from '../../outbound/certificates.js';

/** Every secret that the product is given, a canary each: the variable or file that holds it, and its value. */
const VARIABLES = [
  'LUCKY_OPERATOR_KEY',
  'TENANT_KEY',
  'QUERY_SECRET',
  'BEARER',
  'PASSWORD',
  'CLIENT_SECRET',
  'FORM_SECRET',
  'UNIBO_PASSWORD',
  'HEADER_SECRET',
  'HELD_SECRET',
  'HASH_KEY',
] as const;

/** Secrets by which something is signed: `whsec_` and base64. */
const SIGNING = ['SIGN_OLD', 'SIGN_NEW', 'SOURCE_OLD'] as const;

/** All canaries of a run of the product, and where it finds them. */
export interface Canaries {
  /** The whole secrets by name; tokens are given out by the mirror, keys presented by those who call. */
  readonly secrets: Readonly<Record<string, string>>;
  /** By name, what of each secret is its own and is written the same everywhere: letters and digits. */
  readonly cores: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
  /** Absolute paths. */
  readonly files: {
    readonly keys: string;
    readonly source: string;
    readonly ca: string;
    readonly tlsKey: string;
    readonly tlsCert: string;
  };
  /** By which the mirror's TLS server shows who it is, and knows us. */
  readonly tls: { readonly ca: string; readonly cert: string; readonly key: string };
}

/** Makes new canaries, and writes into a folder those that are read from files. */
export async function makeCanaries(folder: string): Promise<Canaries> {
  const authority = await makeAuthority();
  const [server, own] = await Promise.all([
    makeCertificate({ ip: '127.0.0.1' }, { authority }),
    makeCertificate({ name: 'waypost.example' }, { authority }),
  ]);
  const cores: Record<string, string> = { TLS_KEY: ownPartOf(own.key) };
  const secrets: Record<string, string> = { TLS_KEY: own.key };
  const add = (name: string, write: (core: string) => string): string => {
    const core = `Canary${name.replace(/_./g, ([, one = '']) => one)}${randomBytes(6).toString('hex')}`;
    return (secrets[name] = write((cores[name] = core)));
  };
  // All that has to be escaped somewhere, and can stand in a header.
  for (const name of VARIABLES) add(name, (core) => `${core}/+"=&<\\ %z`);
  for (const name of ['TOKEN_OAUTH', 'TOKEN_FORM', 'TOKEN_UNIBO', 'TOKEN_HELD']) add(name, (core) => `${core}/+=.~`);
  for (const name of [...SIGNING, 'SOURCE_NEW']) add(name, signingSecret);
  for (const [name, id] of KEYS) add(name, (core) => `wp_${id}_${core}`);
  const files = {
    keys: path.join(folder, 'keys.json'),
    source: path.join(folder, 'source-new'),
    ca: path.join(folder, 'ca.pem'),
    tlsKey: path.join(folder, 'own.key'),
    tlsCert: path.join(folder, 'own.pem'),
  };
  await writeFile(files.keys, JSON.stringify(storedKeys(secrets)));
  await writeFile(files.source, `${secrets['SOURCE_NEW'] ?? ''}\n`);
  await writeFile(files.ca, authority.cert);
  await writeFile(files.tlsKey, own.key);
  await writeFile(files.tlsCert, own.cert);
  const environment = Object.fromEntries([...VARIABLES, ...SIGNING].map((name) => [name, secrets[name] ?? '']));
  return { secrets, cores, environment, files, tls: { ca: authority.cert, ...server } };
}

/** API keys by name and id; the last is known to nobody. */
const KEYS = [
  ['KEY_MAIN', 'main'],
  ['KEY_SOURCE', 'source'],
  ['KEY_CODEC', 'codec'],
  ['KEY_STRANGER', 'stranger'],
] as const;

function storedKeys(secrets: Readonly<Record<string, string>>): object[] {
  const scopes = { main: [...SCOPES], source: ['events:write'], codec: ['codec:decode'] };
  return Object.entries(scopes).map(([id, granted]) => ({
    ...{ id, owner: `owner of ${id}`, brands: ['lucky'], scopes: granted, expires: null, revoked: false },
    digests: [digestOf(secrets[`KEY_${id.toUpperCase()}`] ?? '')],
  }));
}

function signingSecret(core: string): string {
  return `whsec_${Buffer.from(core.padEnd(48, '.')).toString('base64')}`;
}

/** A run of letters and digits of its private part: the public one stands in the certificate too. */
function ownPartOf(pem: string): string {
  const body = pem.split('\n').slice(1, -2).join('\n').slice(66, 90);
  const runs = body.match(/[A-Za-z0-9]+/g) ?? [];
  return runs.reduce((longest, run) => (run.length > longest.length ? run : longest), '');
}
