import { Client, Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { dataConverter } from '../codec/data-converter.js';
import type { EncryptionKeys } from '../codec/encryption-keys.js';

/** Returns the address and namespace of Temporal, from the `TEMPORAL_…` variables. */
export function temporalTarget() {
  const { connectionOptions, namespace } = loadClientConnectConfig();
  return { connectionOptions, namespace: namespace ?? 'default' };
}

/** Creates a client that connects at its first use, and reconnects after a lost connection. */
export function connectLazily(keys: EncryptionKeys): Client {
  const { connectionOptions, namespace } = temporalTarget();
  return new Client({ connection: Connection.lazy(connectionOptions), namespace, dataConverter: dataConverter(keys) });
}
