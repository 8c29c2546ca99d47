import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Auth } from '../../catalogue/destination/definition.js';
import { type Sender, startSender } from './sender.js';

let sender: Sender;
let folder: string;
let file: string;

beforeEach(async () => {
  sender = await startSender();
  folder = await mkdtemp(join(tmpdir(), 'waypost-secret-'));
  file = join(folder, 'secret');
});
afterEach(async () => {
  await sender.server.close();
  await rm(folder, { recursive: true });
});

/** As secret stores do: the new file takes the place of the old one at once. */
async function replaceSecret(secret: string): Promise<void> {
  await writeFile(`${file}.new`, `${secret}\n`);
  await rename(`${file}.new`, file);
}

describe('a secret in a file that is replaced between two attempts', () => {
  it.each<[string, () => Auth, (secret: string) => string]>([
    ['bearer', () => ({ kind: 'bearer', secret: { file } }), (secret) => `Bearer ${secret}`],
    [
      'basic',
      () => ({ kind: 'basic', username: 'u', password: { file } }),
      (secret) => `Basic ${Buffer.from(`u:${secret}`).toString('base64')}`,
    ],
  ])('is used by the second: %s', async (_, auth, proof) => {
    await replaceSecret('first-canary');
    await sender.send(auth());
    await replaceSecret('second-canary');
    await sender.send(auth());
    expect(sender.server.called.map(({ headers }) => headers.authorization)).toEqual([
      proof('first-canary'),
      proof('second-canary'),
    ]);
  });

  it.each<[string, () => Auth]>([
    [
      'oauth2',
      () => ({ kind: 'oauth2', tokenUrl: '/token', clientId: 'w', clientSecret: { file }, clientAuth: 'body' }),
    ],
    ['token', () => ({ kind: 'token', path: '/token', credentials: { user: 'w', pass: { file } } })],
  ])('gets the second a token of its own: %s', async (_, auth) => {
    await replaceSecret('first-canary');
    await sender.send(auth());
    await sender.send(auth());
    await replaceSecret('second-canary');
    await sender.send(auth());
    const { asked, called } = sender.server;
    expect(asked.map(({ body }) => /(first|second)-canary/.exec(body)?.[1])).toEqual(['first', 'second']);
    expect(called.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer token-1-canary',
      'Bearer token-1-canary',
      'Bearer token-2-canary',
    ]);
  });

  it('signs the second', async () => {
    const secrets = ['f', 's'].map((letter) => `whsec_${Buffer.from(letter.repeat(32)).toString('base64')}`);
    const signing = { kind: 'standard-webhooks' as const, secrets: [{ file }] };
    for (const secret of secrets) {
      await replaceSecret(secret);
      await sender.send({ kind: 'none' }, {}, { signing });
    }
    for (const [index, secret] of secrets.entries()) {
      const { body, headers } = sender.server.called[index] ?? { body: '', headers: {} };
      const verify = (by: string): unknown => new Webhook(by).verify(body, headers as Record<string, string>);
      expect(() => verify(secret)).not.toThrow();
      expect(() => verify(secrets[1 - index] ?? '')).toThrow();
    }
  });

  it('that is gone holds the destination, and nothing leaves', async () => {
    await replaceSecret('first-canary');
    await sender.send({ kind: 'bearer', secret: { file } });
    await rm(file);
    expect(await sender.send({ kind: 'bearer', secret: { file } })).toMatchObject({ kind: 'unproven', class: 'held' });
    expect(sender.server.called).toHaveLength(1);
  });
});
