import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { digestOf } from './key-ring.js';
import { SCOPES, type StoredKey } from './stored-keys.js';

const BRANDS = ['lucky', 'royal'];

/** The development keys `wp_lucky_development` and `wp_royal_development`, with all scopes. Never use them in production. */
export function developmentKeys(): StoredKey[] {
  return BRANDS.map((brand) => ({
    id: brand,
    owner: 'development',
    brands: [brand],
    scopes: [...SCOPES],
    digests: [digestOf(`wp_${brand}_development`)],
    expires: null,
    revoked: false,
  }));
}

/** Writes the development keys to a file and creates its folder. Leaves an existing file unchanged. */
export async function writeDevelopmentKeys(file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  try {
    await writeFile(file, `${JSON.stringify(developmentKeys(), null, 2)}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}
