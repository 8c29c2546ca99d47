import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import { EncryptionCodec } from './encryption-codec.js';
import type { EncryptionKeys } from './encryption-keys.js';

const HERE = fileURLToPath(import.meta.url);

/** The converter of failures under encryption; a workflow bundle that is to encrypt them must be made with it. */
export const FAILURE_CONVERTER = path.join(path.dirname(HERE), `failure-converter${path.extname(HERE)}`);

/** What clients and workers convert values with, so that nothing readable reaches Temporal once there are keys. */
export function dataConverter(keys: EncryptionKeys): DataConverter {
  const payloadCodecs = [new EncryptionCodec(keys)];
  return keys.on ? { payloadCodecs, failureConverterPath: FAILURE_CONVERTER } : { payloadCodecs };
}
