import { readFile } from 'node:fs/promises';
import type { SecretReference } from '../catalogue/catalogue.js';

/** A secret can't be had. The message names the reference and never a value. */
export class SecretMissing extends Error {
  override readonly name = 'SecretMissing';
}

/**
 * Reads the secret behind a reference, anew each time, so that a rotated one is used at once. Line breaks at the end of
 * a file are not part of it.
 * @throws SecretMissing
 */
export async function resolveSecret(reference: SecretReference, environment: NodeJS.ProcessEnv): Promise<string> {
  if ('env' in reference) return usable(environment[reference.env] ?? '', `the environment variable ${reference.env}`);
  const place = `the file ${reference.file}`;
  const text = await readFile(reference.file, 'utf8').catch((error: unknown) => {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw new SecretMissing(`the secret in ${place} can't be read (${why}): provide it`);
  });
  return usable(text.replace(/[\r\n]+$/, ''), place);
}

function usable(secret: string, place: string): string {
  if (secret === '') throw new SecretMissing(`the secret in ${place} is not set: set it`);
  if (!/^[\x20-\x7e]+$/.test(secret)) {
    throw new SecretMissing(`the secret in ${place} holds characters that no header can carry: use plain ASCII`);
  }
  return secret;
}
