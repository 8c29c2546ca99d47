import { utimes } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { checkSecrets } from '../../../cli/catalogue/check-secrets.js';
import { type Certificate, makeCertificate } from '../../outbound/certificates.js';
import { catalogueFolderWith } from '../../support/catalogue-folder.js';

const CANARY = 'secret-canary-7';
const SIGNING = `whsec_${Buffer.from('s'.repeat(32)).toString('base64')}`;

let own: Certificate;

beforeAll(async () => {
  own = await makeCertificate({ name: 'waypost.example' });
});

/** What the check says of a catalogue with this destination, and whether it finds all fine. */
async function check(destination: string, environment: NodeJS.ProcessEnv, sources = '{}') {
  const folder = await catalogueFolderWith({
    'lucky/brand.yaml': '{}',
    'lucky/destinations.yaml': `operator: ${destination}`,
    'lucky/sources.yaml': sources,
  });
  onTestFinished(() => folder.remove());
  const lines: string[] = [];
  const say = (line: string): number => lines.push(line);
  return { fine: await checkSecrets(folder.path, { say, complain: say, environment }), lines };
}

it('tells of each secret that it is there, and everyone who uses it, never its value', async () => {
  const { fine, lines } = await check(
    `{ url: https://operator.example, auth: { type: token, path: /t, credentials: { user: u, pass: { env: KEY } } },
       signing: { type: standard-webhooks, secrets: [{ env: SIGN }] },
       tls: { ca: { env: CERT }, cert: { env: CERT }, key: { env: TLS_KEY } } }`,
    { KEY: CANARY, SIGN: SIGNING, CERT: own.cert, TLS_KEY: own.key },
    '{ crm: { auth: signature, secrets: [{ env: SIGN }], map: { id: body.id, type: body.type, playerId: body.player } } }',
  );
  expect(lines).toEqual([
    'ok     the environment variable KEY, used by lucky: destinations.operator.auth.credentials.pass',
    'ok     the environment variable SIGN, used by lucky: destinations.operator.signing.secrets, lucky: sources.crm.secrets',
    'ok     the environment variable CERT, used by lucky: destinations.operator.tls.ca, lucky: destinations.operator.tls.cert',
    'ok     the environment variable TLS_KEY, used by lucky: destinations.operator.tls.key',
    '4 secrets, 0 with a fault',
  ]);
  expect(fine).toBe(true);
});

it('tells what is missing or not fit, with the fix', async () => {
  const { fine, lines } = await check(
    `{ url: https://operator.example, auth: { type: bearer, secret: { env: KEY } },
       signing: { type: standard-webhooks, secrets: [{ env: SIGN }] }, tls: { ca: { env: CA } } }`,
    { SIGN: CANARY, CA: CANARY },
  );
  expect(lines).toEqual([
    'fault  the secret in the environment variable KEY is not set: set it, used by lucky: destinations.operator.auth.secret',
    'fault  the secret in the environment variable SIGN is not a signing secret: use whsec_ and the base64 of 24 to 64 bytes, used by lucky: destinations.operator.signing.secrets',
    expect.stringContaining("fault  the destination's tls can't be used") as string,
    '3 secrets, 3 with a fault',
  ]);
  expect(lines.join()).not.toContain('canary');
  expect(fine).toBe(false);
});

it('tells the age of a file', async () => {
  const folder = await catalogueFolderWith({ key: CANARY });
  onTestFinished(() => folder.remove());
  const file = path.join(folder.path, 'key');
  const old = Date.now() / 1_000 - 3 * 86_400;
  await utimes(file, old, old);
  const destination = `{ url: https://operator.example, auth: { type: bearer, secret: { file: ${file} } } }`;
  const { lines } = await check(destination, {});
  expect(lines[0]).toBe(`ok     the file ${file}, 3 days old, used by lucky: destinations.operator.auth.secret`);
});
