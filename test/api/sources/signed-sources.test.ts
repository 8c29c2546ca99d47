import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SecretReference } from '../../../catalogue/destination/definition.js';
import type { Source } from '../../../catalogue/source/definition.js';
import { brandCatalogue, startApi, type TestApi } from '../support/start-api.js';

let api: TestApi;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'waypost-signed-'));
});
afterEach(() => api.close());
afterAll(() => rm(folder, { recursive: true }));

describe('a source that is signed', () => {
  const SECRETS = { lucky: secretOf('l'), royal: secretOf('r'), old: secretOf('o'), new: secretOf('n') };
  const source: Source = {
    name: 'platform',
    title: 'Platform',
    identity: null,
    auth: { kind: 'signature', secrets: [] },
    map: {
      id: null,
      type: { kind: 'fixed', value: 'deposit.made' },
      playerId: { kind: 'paths', paths: ['body.player'] },
      occurredAt: { kind: 'paths', paths: ['body.at'] },
      data: null,
      state: null,
      campaign: null,
      brand: null,
    },
  };
  const brandWith = (brand: 'lucky' | 'royal', ...secrets: SecretReference[]) => ({
    ...brandCatalogue(brand),
    sources: new Map([['platform', { ...source, auth: { kind: 'signature' as const, secrets } }]]),
  });
  const file = () => path.join(folder, 'signing');
  const at = Math.floor(Date.now() / 1000);
  const body = JSON.stringify({ player: 7, at });

  beforeEach(async () => {
    api = await startApi({
      catalogue: {
        hash: '0123456789ab',
        brands: new Map([
          ['lucky', brandWith('lucky', { env: 'LUCKY' })],
          ['royal', brandWith('royal', { env: 'MISSING' }, { env: 'ROYAL' })],
          ['third', { ...brandWith('lucky', { env: 'OLD' }, { file: file() }), brand: 'third' }],
        ]),
      },
      environment: { LUCKY: SECRETS.lucky, ROYAL: SECRETS.royal, OLD: SECRETS.old },
    });
    await replace(SECRETS.new);
  });

  /** Puts another secret into the file, as people should: by renaming. */
  async function replace(secret: string): Promise<void> {
    await writeFile(`${file()}.next`, `${secret}\n`);
    await rename(`${file()}.next`, file());
  }

  function signed(by: keyof typeof SECRETS, when = new Date(), id = 'msg-1'): Record<string, string> {
    return signedWith(SECRETS[by], when, id);
  }

  function signedWith(secret: string, when = new Date(), id = 'msg-1'): Record<string, string> {
    return {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(when.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, when, body),
    };
  }

  const send = (headers: Record<string, string>, sent = body) =>
    api.send('POST', '/v1/sources/platform', { key: null, headers, body: sent });

  test('is taken for the brand whose secret signed it, and known again by its webhook-id', async () => {
    const { status, json } = await send(signed('royal'));
    expect([status, json.event]).toEqual([202, 'msg-1']);
    expect(api.journeys.accepted[0]).toMatchObject({ brand: 'royal', playerId: '7', type: 'deposit.made' });
    expect(Date.parse(api.journeys.accepted[0]?.occurredAt ?? '')).toBe(at * 1000);
  });

  test.each([
    ['an unsigned request', {}],
    ['a signature more than five minutes old', signed('lucky', new Date(Date.now() - 310_000))],
    ['a signature more than five minutes ahead', signed('lucky', new Date(Date.now() + 310_000))],
    ['another id', { ...signed('lucky'), 'webhook-id': 'msg-2' }],
    ['no timestamp', { ...signed('lucky'), 'webhook-timestamp': '' }],
    ['another signature', { ...signed('lucky'), 'webhook-signature': 'v1,AAAA' }],
    ['a signature without a version', { ...signed('lucky'), 'webhook-signature': 'AAAA' }],
  ])('is refused with %s', async (_, headers: Record<string, string>) => {
    expect((await send(headers)).status).toBe(401);
    expect(api.journeys.accepted).toEqual([]);
  });

  test.each([-290_000, 290_000])('is taken with a timestamp %i ms from now', async (offset) => {
    expect((await send(signed('lucky', new Date(Date.now() + offset)))).status).toBe(202);
  });

  test('is refused when a byte of the body has changed', async () => {
    expect((await send(signed('lucky'), body.replace('7', '8'))).status).toBe(401);
  });

  test('takes no key in place of the signature', async () => {
    expect((await api.send('POST', '/v1/sources/platform', { body })).status).toBe(404);
  });

  test.each(['old', 'new'] as const)(
    'by the %s one of two live secrets is taken, five minutes either way',
    async (by) => {
      for (const offset of [-290_000, 0, 290_000]) {
        expect((await send(signed(by, new Date(Date.now() + offset)))).status).toBe(202);
      }
      expect(api.journeys.accepted.map(({ brand }) => brand)).toEqual(['third', 'third', 'third']);
      for (const offset of [-310_000, 310_000]) {
        expect((await send(signed(by, new Date(Date.now() + offset)))).status).toBe(401);
      }
    },
  );

  test('counts by a secret that was replaced in its file from the next request on', async () => {
    const next = secretOf('x');
    expect((await send(signedWith(next))).status).toBe(401);
    await replace(next);
    expect((await send(signedWith(next))).status).toBe(202);
    expect((await send(signed('new'))).status).toBe(401);
    expect((await send(signed('old'))).status).toBe(202);
  });

  test('is taken by the secret that is there where the other is missing, which is logged by its place alone', async () => {
    expect((await send(signed('royal'))).status).toBe(202);
    expect(api.log).toContainEqual(
      expect.objectContaining({
        ...{ brand: 'royal', source: 'platform' },
        fault: 'the secret in the environment variable MISSING is not set: set it',
      }),
    );
    expect(JSON.stringify(api.log)).not.toContain('whsec_');
  });

  test('while a secret rotates one of several signatures is enough', async () => {
    const headers = signed('lucky');
    const both = { ...headers, 'webhook-signature': `v1,AAAA ${headers['webhook-signature']}` };
    expect((await send(both)).status).toBe(202);
  });
});

function secretOf(letter: string): string {
  return `whsec_${Buffer.from(letter.repeat(32)).toString('base64')}`;
}
