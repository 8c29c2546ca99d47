import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { resolveSecret, SecretMissing } from '../../../outbound/auth/secrets.js';

it('is read from the environment, anew each time', async () => {
  const environment = { A_KEY: 'one' };
  expect(await resolveSecret({ env: 'A_KEY' }, environment)).toBe('one');
  environment.A_KEY = 'two';
  expect(await resolveSecret({ env: 'A_KEY' }, environment)).toBe('two');
});

it('is read from a file without the line break at its end', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'secret-'));
  const file = join(folder, 'key');
  await writeFile(file, 's3cret\n');
  expect(await resolveSecret({ file }, {})).toBe('s3cret');
  await rm(folder, { recursive: true });
});

it('that is missing is told by its reference', async () => {
  await expect(resolveSecret({ env: 'A_KEY' }, {})).rejects.toThrow('the environment variable A_KEY is not set');
  await expect(resolveSecret({ env: 'A_KEY' }, { A_KEY: '' })).rejects.toThrow(SecretMissing);
  await expect(resolveSecret({ file: '/no/such/file' }, {})).rejects.toThrow(
    "the secret in the file /no/such/file can't be read (ENOENT)",
  );
});

it('that no header can carry is told without its value', async () => {
  const failure = await resolveSecret({ env: 'A_KEY' }, { A_KEY: 'top\r\nsecret' }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(SecretMissing);
  expect(String(failure)).not.toContain('top');
});
