import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Source } from '../../catalogue/definitions/source.js';
import { brandCatalogue, startApi, type TestApi } from './support/start-api.js';

let api: TestApi;
afterEach(() => api.close());

describe('a source that is signed', () => {
  const SECRETS = { lucky: secretOf('l'), royal: secretOf('r') };
  const source: Source = {
    name: 'platform',
    title: 'Platform',
    auth: { kind: 'signature', secret: { env: 'SIGNING' } },
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
  const brandWith = (brand: 'lucky' | 'royal', env: string) => ({
    ...brandCatalogue(brand),
    sources: new Map([['platform', { ...source, auth: { kind: 'signature' as const, secret: { env } } }]]),
  });
  const at = Math.floor(Date.now() / 1000);
  const body = JSON.stringify({ player: 7, at });

  beforeEach(async () => {
    api = await startApi({
      catalogue: {
        hash: '0123456789ab',
        brands: new Map([
          ['lucky', brandWith('lucky', 'LUCKY')],
          ['royal', brandWith('royal', 'ROYAL')],
          ['third', { ...brandWith('lucky', 'MISSING'), brand: 'third' }],
        ]),
      },
      environment: { LUCKY: SECRETS.lucky, ROYAL: SECRETS.royal },
    });
  });

  function signed(brand: 'lucky' | 'royal', when = new Date(), id = 'msg-1'): Record<string, string> {
    return {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(when.getTime() / 1000)),
      'webhook-signature': new Webhook(SECRETS[brand]).sign(id, when, body),
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

  test('while a secret rotates one of several signatures is enough', async () => {
    const headers = signed('lucky');
    const both = { ...headers, 'webhook-signature': `v1,AAAA ${headers['webhook-signature']}` };
    expect((await send(both)).status).toBe(202);
  });
});

function secretOf(letter: string): string {
  return `whsec_${Buffer.from(letter.repeat(32)).toString('base64')}`;
}
