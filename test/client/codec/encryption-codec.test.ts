import type { Payload, SerializationContext } from '@temporalio/common';
import { defaultPayloadConverter } from '@temporalio/common';
import { describe, expect, it, test } from 'vitest';
import { EncryptionCodec } from '../../../client/codec/encryption-codec.js';
import { NO_KEYS } from '../../../client/codec/encryption-keys.js';
import { fileKey, testKeys } from './test-keys.js';

const KEYS = testKeys(fileKey('lucky-2', 2, 'lucky'), fileKey('lucky-1', 1, 'lucky'), fileKey('general', 3));
const codec = new EncryptionCodec(KEYS);
const VALUE = { player: 'canary', amount: { amount: '5.00', currency: 'EUR' } };

const inRun = (workflowId: string): SerializationContext => ({ type: 'workflow', namespace: 'any', workflowId });
const LUCKY = inRun('lucky:welcome:player-7');

const payload = (value: unknown): Payload => defaultPayloadConverter.toPayload(value);
const metadata = ({ metadata }: Payload, name: string): string | undefined =>
  metadata?.[name] && Buffer.from(metadata[name]).toString();

async function encrypted(context: SerializationContext | undefined = LUCKY, by = codec): Promise<Payload> {
  const [one] = await by.encode([payload(VALUE)], context);
  return one as Payload;
}

async function decrypted(sealed: Payload, context: SerializationContext | undefined = LUCKY, by = codec) {
  const [one] = await by.decode([sealed], context);
  return defaultPayloadConverter.fromPayload(one as Payload);
}

function changed(sealed: Payload, name: string, value: string): Payload {
  return { ...sealed, metadata: { ...sealed.metadata, [name]: Buffer.from(value) } };
}

test('a payload is encrypted with its metadata, says by which key, and is itself again after decrypting', async () => {
  const sealed = await encrypted();
  expect(metadata(sealed, 'encoding')).toBe('binary/encrypted');
  expect(metadata(sealed, 'encryption-algorithm')).toBe('AES-256-GCM');
  expect(metadata(sealed, 'encryption-key-id')).toBe('lucky-2');
  expect(metadata(sealed, 'encryption-brand')).toBe('lucky');
  expect(Buffer.from(sealed.data ?? []).includes('canary')).toBe(false);
  expect(Buffer.from(sealed.data ?? []).includes('json/plain')).toBe(false);
  expect(await decrypted(sealed)).toEqual(VALUE);
});

test('no two payloads share their first bytes, the IV', async () => {
  const all = await codec.encode(
    Array.from({ length: 500 }, () => payload(VALUE)),
    LUCKY,
  );
  expect(
    new Set(
      all.map(({ data }) =>
        Buffer.from(data ?? [])
          .subarray(0, 12)
          .toString('hex'),
      ),
    ).size,
  ).toBe(500);
});

test('an empty list, an empty payload and undefined pass both ways', async () => {
  expect(await codec.decode(await codec.encode([], LUCKY), LUCKY)).toEqual([]);
  const both = await codec.decode(await codec.encode([{}, payload(undefined)], LUCKY), LUCKY);
  expect(both[0]?.data ?? new Uint8Array()).toHaveLength(0);
  expect(defaultPayloadConverter.fromPayload(both[1] as Payload)).toBeUndefined();
});

describe('the brand is that of the workflow', () => {
  it.each([
    ['a run', LUCKY, 'lucky-2', 'lucky'],
    ['a sweep', inRun('lucky:~sweep:e-1'), 'lucky-2', 'lucky'],
    ['an activity', { type: 'activity', namespace: 'n', workflowId: 'lucky:a:b', isLocal: true }, 'lucky-2', 'lucky'],
    ['a brand without a key of its own', inRun('royal:welcome:player-7'), 'general', 'royal'],
    ['an activity of no workflow', { type: 'activity', namespace: 'n', isLocal: false }, 'general', undefined],
    ['a workflow of somebody else', inRun('plain-7'), 'general', undefined],
    ['no context', undefined, 'general', undefined],
  ] as const)('%s', async (_what, context, key, brand) => {
    const [sealed] = await codec.encode([payload(VALUE)], context);
    expect(metadata(sealed as Payload, 'encryption-key-id')).toBe(key);
    expect(metadata(sealed as Payload, 'encryption-brand')).toBe(brand);
    expect(
      await codec
        .decode([sealed as Payload], context)
        .then(([one]) => defaultPayloadConverter.fromPayload(one as Payload)),
    ).toEqual(VALUE);
  });

  it('and a payload of one brand is refused in a workflow of another', async () => {
    await expect(decrypted(await encrypted(LUCKY), inRun('royal:welcome:player-7'))).rejects.toMatchObject({
      name: 'PayloadRefused',
      message: expect.stringMatching(/"lucky".*"royal"/),
    });
  });
});

describe('rotation', () => {
  it('decrypts with an old key what it encrypted, while the first encrypts', async () => {
    const before = new EncryptionCodec(testKeys(fileKey('lucky-1', 1, 'lucky'), fileKey('general', 3)));
    const old = await encrypted(LUCKY, before);
    expect(metadata(old, 'encryption-key-id')).toBe('lucky-1');
    expect(await decrypted(old)).toEqual(VALUE);
  });

  it('refuses a key that is not there by its name, with what to do', async () => {
    const without = new EncryptionCodec(testKeys(fileKey('general', 3)));
    const refusal = {
      name: 'PayloadRefused',
      message:
        'a payload is encrypted with the key "lucky-2", which this process does not have: ' +
        'add it to the file of WAYPOST_ENCRYPTION_KEYS',
    };
    await expect(decrypted(await encrypted(), LUCKY, without)).rejects.toMatchObject(refusal);
    await expect(decrypted(await encrypted(), LUCKY, new EncryptionCodec(NO_KEYS))).rejects.toMatchObject(refusal);
  });
});

describe('without encryption', () => {
  it('nothing is changed', async () => {
    const plain = payload(VALUE);
    expect(await new EncryptionCodec(NO_KEYS).encode([plain], LUCKY)).toEqual([plain]);
  });

  it('and what was written then is read later, with keys', async () => {
    expect(await decrypted(payload(VALUE))).toEqual(VALUE);
  });
});

describe('a payload that was tampered with is refused, with a sentence that names its key', () => {
  const refusal =
    /^a payload encrypted with the key ".*" can't be decrypted: the payload was changed, or the key of this/;

  it.each([0, 11, 12, 40, -17, -16, -1])('at byte %d', async (place) => {
    const sealed = await encrypted();
    const data = Buffer.from(sealed.data ?? []);
    const at = place < 0 ? data.length + place : place;
    data.writeUInt8(data.readUInt8(at) ^ 1, at);
    await expect(decrypted({ ...sealed, data })).rejects.toThrow(refusal);
  });

  it.each([0, 11, 27, 28, 60])('cut to %d bytes', async (length) => {
    const sealed = await encrypted();
    await expect(decrypted({ ...sealed, data: (sealed.data as Buffer).subarray(0, length) })).rejects.toThrow(refusal);
  });

  it('under the name of another key, or brand', async () => {
    const sealed = await encrypted();
    await expect(decrypted(changed(sealed, 'encryption-key-id', 'general'))).rejects.toThrow(refusal);
    await expect(
      decrypted(changed(sealed, 'encryption-brand', 'royal'), inRun('royal:welcome:player-7')),
    ).rejects.toThrow(refusal);
    const { 'encryption-brand': _brand, ...rest } = sealed.metadata ?? {};
    await expect(decrypted({ ...sealed, metadata: rest })).rejects.toThrow(refusal);
  });

  it('and one of another make by that', async () => {
    const sealed = changed(await encrypted(), 'encryption-algorithm', 'AES-128-CBC');
    await expect(decrypted(sealed)).rejects.toThrow(/^a payload is encrypted .*unknown/);
  });
});
