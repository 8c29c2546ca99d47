import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { signatureHeaders } from '../../../outbound/auth/sign.js';

const secretOf = (letter: string, length = 32): string =>
  `whsec_${Buffer.from(letter.repeat(length)).toString('base64')}`;
const ENVIRONMENT = { OLD: secretOf('o'), NEW: secretOf('n') };
const NOW = Date.now();
const MESSAGE = { id: 'wp_abc', body: '{"name":"Zoë","amount":20.00}' };

it('has the signature of the vector that the libraries of Standard Webhooks share', async () => {
  const headers = await signatureHeaders(
    [{ env: 'KEY' }],
    { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', body: '{"test": 2432232314}' },
    { KEY: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' },
    1_614_265_330_999,
  );
  expect(headers).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

describe('what two live secrets sign', () => {
  const signed = () => signatureHeaders([{ env: 'OLD' }, { env: 'NEW' }], MESSAGE, ENVIRONMENT, NOW);

  it.each(['OLD', 'NEW'] as const)('is taken by a receiver that knows the %s one', async (name) => {
    const webhook = new Webhook(ENVIRONMENT[name]);
    expect(webhook.verify(MESSAGE.body, await signed())).toEqual({ name: 'Zoë', amount: 20 });
  });

  it.each([
    ['body', MESSAGE.body.replace('20', '21'), {}],
    ['id', MESSAGE.body, { 'webhook-id': 'wp_abd' }],
    ['timestamp', MESSAGE.body, { 'webhook-timestamp': String(Math.floor(NOW / 1_000) + 1) }],
  ])('is refused when its %s has changed', async (_, body, headers) => {
    const webhook = new Webhook(ENVIRONMENT.NEW);
    const all = { ...(await signed()), ...headers };
    expect(() => webhook.verify(body, all)).toThrow('No matching signature');
  });
});

it('a request without a body is signed as an empty one', async () => {
  const headers = await signatureHeaders([{ env: 'OLD' }], { id: 'wp_1', body: null }, ENVIRONMENT, NOW);
  expect(() => new Webhook(ENVIRONMENT.OLD).verify('', headers)).not.toThrow();
});

it.each([secretOf('x', 23), secretOf('x', 65), 'canary', 'whsec_', 'whsec_ca!nary', ''])(
  'the secret %j is none to sign with, and is not told',
  async (secret) => {
    const failure = await signatureHeaders([{ env: 'KEY' }], MESSAGE, { KEY: secret }, NOW).catch((e: unknown) => e);
    expect(failure).toMatchObject({ name: 'SecretMissing' });
    expect(String(failure)).toContain('the environment variable KEY');
    expect(String(failure)).not.toMatch(/canary|eHh4/);
  },
);
