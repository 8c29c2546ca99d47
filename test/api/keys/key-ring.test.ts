import { mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { routes } from '../../../api/http/routes.js';
import { developmentKeys, writeDevelopmentKeys } from '../../../api/keys/development-keys.js';
import { digestOf, type KeyRing, openKeyRing } from '../../../api/keys/key-ring.js';
import { parseStoredKeys, SCOPES, type StoredKey } from '../../../api/keys/stored-keys.js';

let folder: string;
let file: string;
let lines: Record<string, unknown>[];
let ring: KeyRing | null;
const log = pino({}, { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waypost-keys-'));
  file = join(folder, 'keys.json');
  lines = [];
  ring = null;
});
afterEach(async () => {
  ring?.close();
  await rm(folder, { recursive: true });
});

function storedKey(changes: Partial<StoredKey> = {}): StoredKey {
  return {
    id: 'crm',
    owner: 'the CRM',
    brands: ['lucky'],
    scopes: ['events:write'],
    digests: [digestOf('wp_crm_one')],
    expires: null,
    revoked: false,
    ...changes,
  };
}

async function open(keys: unknown): Promise<KeyRing> {
  await writeFile(file, JSON.stringify(keys));
  ring = await openKeyRing(file, log);
  return ring;
}

test('a key is found by either of its two digests, for rotation', async () => {
  const keys = await open([storedKey({ digests: [digestOf('wp_crm_one'), digestOf('wp_crm_two')] })]);
  expect(keys.find('wp_crm_one')).toMatchObject({ kind: 'good', key: { owner: 'the CRM' } });
  expect(keys.find('wp_crm_two').kind).toBe('good');
  expect(keys.find('wp_crm_three').kind).toBe('unknown');
});

test('a key counts until it expires', async () => {
  const keys = await open([
    storedKey({ expires: new Date(Date.now() + 60_000).toISOString() }),
    storedKey({ id: 'old', digests: [digestOf('wp_old_one')], expires: '2026-01-01T00:00:00+02:00' }),
  ]);
  expect(keys.find('wp_crm_one').kind).toBe('good');
  expect(keys.find('wp_old_one').kind).toBe('expired');
});

test('a revocation counts within five seconds, also when the file keeps its size', async () => {
  const keys = await open([storedKey()]);
  await writeFile(file, JSON.stringify([storedKey({ digests: [digestOf('wp_crm_other')] })]));
  await vi.waitFor(() => expect(keys.find('wp_crm_one').kind).toBe('unknown'), { timeout: 5_000 });
  await writeFile(`${file}.new`, JSON.stringify([storedKey({ revoked: true })]));
  await rename(`${file}.new`, file);
  await vi.waitFor(() => expect(keys.find('wp_crm_one').kind).toBe('revoked'), { timeout: 5_000 });
});

test('a faulty file is logged once, without its values, and the last good keys stay', async () => {
  const keys = await open([storedKey()]);
  const faulty = () => lines.filter(({ level }) => level === 50);
  await writeFile(file, '[{ "digests": "wp_crm_pasted" ');
  await vi.waitFor(() => expect(faulty()).toHaveLength(1), { timeout: 5_000 });
  await rm(file);
  await vi.waitFor(() => expect(faulty()).toHaveLength(2), { timeout: 5_000 });
  expect(faulty().map(({ fault }) => fault)).toEqual([expect.stringContaining('not JSON'), 'the file does not exist']);
  expect(JSON.stringify(lines)).not.toContain('pasted');
  expect(keys.find('wp_crm_one').kind).toBe('good');
  await writeFile(file, JSON.stringify([storedKey({ digests: [digestOf('wp_crm_next')] })]));
  await vi.waitFor(() => expect(keys.find('wp_crm_next').kind).toBe('good'), { timeout: 5_000 });
});

test('a ring does not open without its file, or with a faulty one', async () => {
  await expect(openKeyRing(file, log)).rejects.toThrow(`The keys file ${file} can't be used: the file does not exist.`);
  await writeFile(file, '[]]');
  await expect(openKeyRing(file, log)).rejects.toThrow('it is not JSON');
});

test.each<[string, unknown, string]>([
  ['no list', {}, 'body must be a list of keys'],
  ['an id with an underscore', [storedKey({ id: 'a_b' })], '[0].id must be'],
  ['no brand', [storedKey({ brands: [] })], '[0].brands is empty'],
  ['an unknown scope', [{ ...storedKey(), scopes: ['all'] }], '[0].scopes[0] must be one of events:write'],
  ['no digest', [storedKey({ digests: [] })], '[0].digests is empty'],
  ['three digests', [storedKey({ digests: ['a', 'b', 'c'].map(digestOf) })], '[0].digests holds more than two'],
  ['a key for a digest', [storedKey({ digests: ['wp_crm_one'] })], '[0].digests[0] must be the SHA-256'],
  ['a date without an offset', [storedKey({ expires: '2027-01-01' })], '[0].expires must be null, or ISO 8601'],
  ['a word for revoked', [{ ...storedKey(), revoked: 'no' }], '[0].revoked must be true or false'],
  ['an unknown word', [{ ...storedKey(), brand: 'lucky' }], '[0].brand is unknown'],
  ['one id twice', [storedKey(), storedKey()], 'two keys have the id crm'],
])('a keys file with %s is refused in words', (_, keys, words) => {
  expect(() => parseStoredKeys(JSON.stringify(keys))).toThrow(words);
});

test('the development keys are written once, for their owner only, and open both brands', async () => {
  const nested = join(folder, 'data', 'keys.json');
  await writeDevelopmentKeys(nested);
  expect((await stat(nested)).mode & 0o777).toBe(0o600);
  expect(parseStoredKeys(await readFile(nested, 'utf8'))).toEqual(developmentKeys());
  ring = await openKeyRing(nested, log);
  for (const brand of ['lucky', 'royal']) {
    const key = { owner: 'development', brands: [brand], scopes: [...SCOPES] };
    expect(ring.find(`wp_${brand}_development`)).toMatchObject({ kind: 'good', key });
  }
  await writeFile(nested, '[]');
  await writeDevelopmentKeys(nested);
  expect(await readFile(nested, 'utf8')).toBe('[]');
});

test('each scope of a key is taken by a route, so that the development keys hold none for nothing', () => {
  const taken = new Set(routes.map(({ access }) => access?.scope));
  expect(SCOPES.filter((scope) => !taken.has(scope))).toEqual([]);
  expect(developmentKeys()[0]!.scopes).toEqual([...SCOPES]);
});
