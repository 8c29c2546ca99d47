import { readFile } from 'node:fs/promises';
import type { SecretReference } from '../../catalogue/destination/definition.js';

/** A secret can't be had. The message names the reference and never a value. */
export class SecretMissing extends Error {
  override readonly name = 'SecretMissing';
}

/**
 * Reads a secret that a header can carry. Reads it each time, so that a replaced one counts at once.
 * @throws SecretMissing
 */
export async function resolveSecret(reference: SecretReference, environment: NodeJS.ProcessEnv): Promise<string> {
  const secret = await readReference(reference, environment);
  if (/^[\x20-\x7e]+$/.test(secret)) return secret;
  throw new SecretMissing(
    `the secret in ${placeOf(reference)} holds characters that no header can carry: use plain ASCII`,
  );
}

/** Reads a secret, each time. Line breaks at the end of a file are not part of it. @throws SecretMissing */
export async function readReference(reference: SecretReference, environment: NodeJS.ProcessEnv): Promise<string> {
  const text = 'env' in reference ? (environment[reference.env] ?? '') : await readSecretFile(reference.file);
  if (text === '') throw new SecretMissing(`the secret in ${placeOf(reference)} is not set: set it`);
  return text;
}

/** Names the variable or file of a secret. */
export function placeOf(reference: SecretReference): string {
  return 'env' in reference ? `the environment variable ${reference.env}` : `the file ${reference.file}`;
}

async function readSecretFile(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw new SecretMissing(`the secret in the file ${file} can't be read (${why}): create it, or fix its permissions`);
  });
  return text.replace(/[\r\n]+$/, '');
}
