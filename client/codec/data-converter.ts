import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import { EncryptionCodec } from './encryption-codec.js';
import type { EncryptionKeys } from './encryption-keys.js';

const HERE = fileURLToPath(import.meta.url);

/** Path of the failure converter for encryption. A bundle of workflows that encrypts failures must be built with it. */
export const FAILURE_CONVERTER = path.join(path.dirname(HERE), `failure-converter${path.extname(HERE)}`);

/** Returns the converter of clients and workers. With keys, nothing readable reaches Temporal. */
export function dataConverter(keys: EncryptionKeys): DataConverter {
  const payloadCodecs = [new EncryptionCodec(keys)];
  return keys.on ? { payloadCodecs, failureConverterPath: FAILURE_CONVERTER } : { payloadCodecs };
}
