import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { dataConverter, FAILURE_CONVERTER } from '../../../client/codec/data-converter.js';
import type { EncryptionKeys } from '../../../client/codec/encryption-keys.js';
import { openEncryptionKeys } from '../../../client/codec/key-file.js';
import { type Routing, startRouting } from '../../support/routing.js';
import { bundleWorkflows } from '../../../worker/workflow-source.js';
import { type FileKey, keysFile } from './test-keys.js';

/** A place for tests of routing in which all is encrypted, by keys in a file. */
export interface Encrypting extends Routing {
  readonly keys: EncryptionKeys;
  /** Replaces the keys in the file. */
  rotate(...keys: readonly FileKey[]): Promise<void>;
}

/** Makes a keys file and a bundle of workflows that encrypts failures, and prepares for tests of routing with them. */
export async function startEncrypting(...first: readonly FileKey[]): Promise<Encrypting> {
  const folder = await mkdtemp(path.join(tmpdir(), 'waypost-encrypting-'));
  const file = path.join(folder, 'encryption.json');
  const rotate = async (...keys: readonly FileKey[]) => {
    await writeFile(`${file}.new`, keysFile(...keys), { mode: 0o600 });
    await rename(`${file}.new`, file);
  };
  await rotate(...first);
  const entry = fileURLToPath(new URL('../../workflows/index.ts', import.meta.url));
  const converter = { failureConverterPath: FAILURE_CONVERTER };
  const code = await bundleWorkflows(entry, converter);
  const codePath = path.join(folder, 'workflow-bundle.js');
  await writeFile(codePath, code);
  const keys = openEncryptionKeys(file, (fault) => {
    throw new Error(fault);
  });
  const routing = await startRouting(undefined, undefined, { dataConverter: dataConverter(keys), codePath });
  return {
    ...routing,
    keys,
    rotate,
    close: async () => {
      await routing.close();
      await rm(folder, { recursive: true });
    },
  };
}
