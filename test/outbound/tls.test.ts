import { createServer, type ServerOptions } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RequestResult } from '../../outbound/request/result.js';
import { resolveTls, type TlsMaterial } from '../../outbound/request/tls-material.js';
import { type Certificate, makeAuthority, makeCertificate } from './certificates.js';
import { send } from './send.js';
import { listen, type TestServer } from './servers.js';

let authority: Certificate;
let server: TestServer | undefined;

beforeAll(async () => {
  authority = await makeAuthority();
});
afterEach(() => server?.close());

/** What a request to a server of these options comes to; it answers with whom it takes us for. */
async function reaching(options: ServerOptions, tls: TlsMaterial | null): Promise<RequestResult> {
  await server?.close();
  const https = createServer(options, (request, response) => {
    response.end(JSON.stringify((request.socket as TLSSocket).getPeerCertificate().subject));
  });
  server = await listen(https);
  return send(0, { base: `https://127.0.0.1:${server.port}`, tls });
}

const HERE = { ip: '127.0.0.1' };

describe('a server whose certificate', () => {
  it("is of the destination's authority is trusted", async () => {
    const certificate = await makeCertificate(HERE, { authority });
    expect(await reaching(certificate, { ca: authority.cert })).toMatchObject({ kind: 'answer', status: 200 });
  });

  it('is its own is trusted when it is the authority', async () => {
    const certificate = await makeCertificate(HERE);
    expect(await reaching(certificate, { ca: certificate.cert })).toMatchObject({ kind: 'answer', status: 200 });
  });

  it.each<[string, () => Promise<[Certificate, TlsMaterial | null]>]>([
    ['is its own', async () => [await makeCertificate(HERE), null]],
    ['is of an authority that nobody named', async () => [await makeCertificate(HERE, { authority }), null]],
    [
      'is of another authority',
      async () => [await makeCertificate(HERE, { authority }), { ca: (await makeAuthority()).cert }],
    ],
    ['has expired', async () => [await makeCertificate(HERE, { authority, expired: true }), { ca: authority.cert }]],
    [
      'is for another host',
      async () => [await makeCertificate({ name: 'other.example' }, { authority }), { ca: authority.cert }],
    ],
    [
      'is for another address',
      async () => [await makeCertificate({ ip: '127.0.0.2' }, { authority }), { ca: authority.cert }],
    ],
  ])('%s is not trusted, whatever the environment says', async (_, make) => {
    const [certificate, tls] = await make();
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    const result = await reaching(certificate, tls);
    delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    expect(result).toMatchObject({ kind: 'failed', what: 'certificate', written: false });
  });
});

describe('a server that asks who we are', () => {
  const asking = async (): Promise<ServerOptions> => ({
    ...(await makeCertificate(HERE, { authority })),
    ca: authority.cert,
    requestCert: true,
    rejectUnauthorized: true,
  });

  it("is told by the destination's certificate", async () => {
    const own = await makeCertificate({ name: 'waypost.example' }, { authority });
    expect(await reaching(await asking(), { ca: authority.cert, ...own })).toMatchObject({
      kind: 'answer',
      bodyText: '{"CN":"waypost.example"}',
    });
  });

  it('gives no answer to a destination that has none', async () => {
    expect(await reaching(await asking(), { ca: authority.cert })).toMatchObject({ kind: 'failed' });
  });
});

describe("a destination's tls", () => {
  const read = (environment: NodeJS.ProcessEnv) =>
    resolveTls({ ca: { env: 'CA' }, cert: { env: 'CERT' }, key: { env: 'TLS_KEY' } }, environment);

  it('is read by reference', async () => {
    const { cert, key } = authority;
    expect(await read({ CA: cert, CERT: cert, TLS_KEY: key })).toEqual({ ca: cert, cert, key });
    expect(await resolveTls(null, {})).toBeNull();
  });

  it.each([
    ['no PEM', (one: Certificate) => ({ CA: 'canary', CERT: one.cert, TLS_KEY: one.key })],
    ['a key that is none', (one: Certificate) => ({ CA: one.cert, CERT: one.cert, TLS_KEY: 'canary' })],
    ['a key of another', (one: Certificate) => ({ CA: one.cert, CERT: one.cert, TLS_KEY: authority.key })],
  ])('that holds %s says so without its value', async (_, environment) => {
    const failure = await read(environment(await makeCertificate(HERE))).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      name: 'SecretMissing',
      message: expect.stringContaining("the destination's tls can't be used") as string,
    });
    expect(String(failure)).not.toMatch(/canary|BEGIN/);
  });
});
