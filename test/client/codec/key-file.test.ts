import { chmod, mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest';
import { openEncryptionKeys } from '../../../client/codec/key-file.js';
import { fileKey, keysFile } from './test-keys.js';

let folder: string;
let file: string;
let faults: string[];
const open = () => openEncryptionKeys(file, (fault) => faults.push(fault));

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'waypost-encryption-'));
  file = path.join(folder, 'encryption.json');
  faults = [];
});
afterEach(async () => {
  vi.useRealTimers();
  await rm(folder, { recursive: true });
});

/** Replaces the file at once, as a careful writer does. */
async function write(text: string, mode = 0o600): Promise<void> {
  await writeFile(`${file}.new`, text);
  await chmod(`${file}.new`, mode);
  await rename(`${file}.new`, file);
}

const general = fileKey('general-1', 1);
const SECRET = Buffer.from('correct horse battery staple 123').toString('base64');

test('without a file encryption is off', () => {
  const keys = openEncryptionKeys(null, () => undefined);
  expect(keys.on).toBe(false);
  expect(keys.encrypting('lucky')).toBeNull();
});

test('the first key of a brand encrypts for it, the first without a brand for all others, and all are found', async () => {
  await write(keysFile(fileKey('l-2', 2, 'lucky'), general, fileKey('l-1', 3, 'lucky'), fileKey('general-0', 4)));
  const keys = open();
  expect(keys.on).toBe(true);
  expect([keys.encrypting('lucky')?.id, keys.encrypting('royal')?.id, keys.encrypting(null)?.id]).toEqual([
    'l-2',
    'general-1',
    'general-1',
  ]);
  expect(['l-1', 'l-2', 'general-0', 'general-1'].map((id) => keys.find(id)?.id)).toEqual([
    'l-1',
    'l-2',
    'general-0',
    'general-1',
  ]);
  expect(JSON.stringify(keys.find('l-1'))).not.toContain(fileKey('l-1', 3).key);
});

describe('a file that can not be used stops the start, by a sentence without the key', () => {
  it.each([
    ['malformed JSON', `{ "keys": [{ "id": "a", "key": "${SECRET}" `, 'it is not JSON: check commas'],
    ['a list at the top', `[{ "id": "a", "key": "${SECRET}" }]`, 'the file must be an object'],
    ['no list', `{ "keys": "${SECRET}" }`, 'keys must be a list'],
    ['no keys', '{ "keys": [] }', 'keys has none without `brand`: add one'],
    ['a key that is no object', `{ "keys": ["${SECRET}"] }`, 'keys[0] must be an object'],
    [
      'a misspelt field',
      `{ "keys": [{ "id": "a", "kye": "${SECRET}" }] }`,
      'keys[0] has a field "kye": only id, brand, key',
    ],
    ['a secret as a field', `{ "keys": [{ "id": "a", "${SECRET}": 1 }] }`, 'keys[0] has a field of another name'],
    ['a field beside', `{ "keys": [], "${SECRET}": 1 }`, 'the file has a field of another name: only "keys"'],
    ['no id', `{ "keys": [{ "key": "${SECRET}" }] }`, 'keys[0].id must be 1 to 64 letters'],
    ['a secret as an id', `{ "keys": [{ "id": "${SECRET}==", "key": "a" }] }`, 'keys[0].id must be 1 to 64 letters'],
    ['no brand’s name', `{ "keys": [{ "id": "a", "brand": "Lucky!", "key": "${SECRET}" }] }`, 'keys[0].brand must be'],
    ['no key', '{ "keys": [{ "id": "a" }] }', 'keys[0].key must be a string, 32 bytes in base64: make one with'],
    [
      'a short key',
      keysFile(general, { id: 'a', key: 'c2hvcnQga2V5' }),
      'keys[1].key has 9 bytes; it must be 32 bytes',
    ],
    ['a long key', keysFile({ id: 'a', key: `AAAA${SECRET}` }), 'keys[0].key has 35 bytes; it must be 32'],
    ['hex', keysFile({ id: 'a', key: 'g'.repeat(64) }), 'keys[0].key has 48 bytes; it must be 32'],
    ['no base64', keysFile({ id: 'a', key: `${SECRET.slice(0, 40)} *` }), 'keys[0].key is not base64; it must be'],
    [
      'an id twice',
      keysFile(general, { id: 'general-1', key: SECRET }),
      'keys[1].id "general-1" is used twice: give each',
    ],
    [
      'a key twice',
      keysFile(general, fileKey('b', 1)),
      'keys[1].key is the same as that of "general-1": make a new one for b',
    ],
    ['keys of brands alone', keysFile(fileKey('l', 1, 'lucky')), 'keys has none without `brand`: add one'],
  ])('%s', async (_what, text, message) => {
    await write(text);
    expect(open).toThrow(`The file of WAYPOST_ENCRYPTION_KEYS, ${file}, can't be used: ${message}`);
    try {
      open();
    } catch (error) {
      const told = `${String(error)} ${(error as Error).stack ?? ''} ${JSON.stringify(error)}`;
      for (const secret of [SECRET, SECRET.slice(0, 20), 'c2hvcnQga2V5']) expect(told).not.toContain(secret);
    }
  });

  it('no such file', () => {
    expect(open).toThrow(`${file}, can't be used: there is no such file.`);
  });

  it.each([0o644, 0o604, 0o602, 0o620, 0o601])('mode %o, by which others get at it', async (mode) => {
    await write(keysFile(general), mode);
    expect(open).toThrow(`its mode is ${mode.toString(8)}, so other users can read it: chmod 600`);
  });

  it.each([0o600, 0o400, 0o640, 0o440])('but not mode %o', async (mode) => {
    await write(keysFile(general), mode);
    expect(open().on).toBe(true);
  });
});

describe('a file that changes', () => {
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    await write(keysFile(general));
  });

  it('encrypts with its new first key a second later', async () => {
    const keys = open();
    await write(keysFile(fileKey('general-2', 2), general));
    vi.setSystemTime(Date.now() + 1_000);
    expect(keys.encrypting('lucky')?.id).toBe('general-2');
    expect(keys.find('general-1')?.id).toBe('general-1');
    expect(faults).toEqual([]);
  });

  it('decrypts with a new key at once', async () => {
    const keys = open();
    await write(keysFile(general, fileKey('general-2', 2)));
    expect(keys.find('general-2')?.id).toBe('general-2');
    expect(keys.find('general-3')).toBeUndefined();
  });

  it('keeps its last good keys when it is faulty, says so once, and takes the next good ones', async () => {
    const keys = open();
    await write('{ "keys": "pasted" ');
    for (let times = 0; times < 3; times++) {
      vi.setSystemTime(Date.now() + 1_000);
      expect(keys.encrypting(null)?.id).toBe('general-1');
    }
    await chmod(file, 0o644);
    await utimes(file, 1, 1);
    expect(keys.find('general-2')).toBeUndefined();
    await rm(file);
    expect(keys.find('general-2')).toBeUndefined();
    expect(faults).toEqual([
      expect.stringMatching(/it is not JSON.*The last good keys stay in use\.$/),
      expect.stringMatching(/its mode is 644/),
      expect.stringMatching(/there is no such file/),
    ]);
    expect(faults.join()).not.toContain('pasted');
    await write(keysFile(fileKey('general-2', 2)));
    expect(keys.find('general-2')?.id).toBe('general-2');
    await rm(file);
    expect(keys.find('general-3')).toBeUndefined();
    expect(faults).toHaveLength(4);
  });
});
