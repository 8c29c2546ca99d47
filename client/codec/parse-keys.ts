import { isJsonObject } from '../../workflows/contracts/json.js';
import { createSecretKey } from 'node:crypto';
import { NAME } from '../../workflows/contracts/names.js';
import type { EncryptionKey } from './encryption-keys.js';

const KEY_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const KEY_BYTES = 32;
const FIELDS = ['id', 'brand', 'key'];
const MAKE_ONE = `${KEY_BYTES} bytes in base64: make one with \`openssl rand -base64 ${KEY_BYTES}\``;

/**
 * Reads the text of an encryption keys file: `{ "keys": [{ "id", "brand"?, "key" }] }`, newest first. Throws a sentence
 * that names the field and the fix, and never shows a value of `key`.
 */
export function parseEncryptionKeys(text: string): EncryptionKey[] {
  const { keys: listed, ...others } = objectAt('the file', parseJson(text));
  refuseOthers('', others);
  if (!Array.isArray(listed)) throw new Error('keys must be a list: { "keys": [{ "id": …, "key": … }] }');
  const keys = listed.map((one: unknown, place) => keyAt(`keys[${place}]`, one));
  for (const [place, { id, secret }] of keys.entries()) {
    const before = keys.slice(0, place);
    if (before.some((other) => other.id === id)) {
      throw new Error(`keys[${place}].id "${id}" is used twice: give each key another id`);
    }
    const same = before.find((other) => other.secret.equals(secret));
    if (same) throw new Error(`keys[${place}].key is the same as that of "${same.id}": make a new one for ${id}`);
  }
  if (!keys.some(({ brand }) => brand === null)) {
    throw new Error('keys has none without `brand`: add one, for everything without an own key');
  }
  return keys;
}

function keyAt(field: string, value: unknown): EncryptionKey {
  const { id, brand = null, key, ...others } = objectAt(field, value);
  refuseOthers(`${field}.`, others);
  if (typeof id !== 'string' || !KEY_ID.test(id)) {
    throw new Error(`${field}.id must be 1 to 64 letters, digits, dots, hyphens and underscores`);
  }
  if (brand !== null && (typeof brand !== 'string' || !NAME.test(brand))) {
    throw new Error(`${field}.brand must be the name of a brand: leave it out if the key is for all brands`);
  }
  return { id, brand, secret: createSecretKey(bytesAt(`${field}.key`, key)) };
}

function bytesAt(field: string, value: unknown): Buffer {
  if (typeof value !== 'string') throw new Error(`${field} must be a string, ${MAKE_ONE}`);
  const bytes = Buffer.from(value, 'base64');
  // Node silently skips characters that are not base64.
  if (bytes.toString('base64') !== value) throw new Error(`${field} is not base64; it must be ${MAKE_ONE}`);
  if (bytes.length !== KEY_BYTES) throw new Error(`${field} has ${bytes.length} bytes; it must be ${MAKE_ONE}`);
  return bytes;
}

function objectAt(field: string, value: unknown): Record<string, unknown> {
  if (isJsonObject(value)) return value;
  throw new Error(`${field} must be an object: { … }`);
}

function refuseOthers(where: string, others: Record<string, unknown>): void {
  const [unknown] = Object.keys(others);
  if (unknown === undefined) return;
  // An unknown name might be a key, pasted to the wrong place.
  const name = /^[a-z]{1,16}$/i.test(unknown) ? `"${unknown}"` : 'of another name';
  const known = where === '' ? '"keys"' : FIELDS.join(', ');
  throw new Error(`${where === '' ? 'the file' : where.slice(0, -1)} has a field ${name}: only ${known} can be there`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The engine's message would quote the file.
    throw new Error('it is not JSON: check commas, quotes and brackets');
  }
}
