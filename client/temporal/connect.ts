import { Client, Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { dataConverter } from '../codec/data-converter.js';
import type { EncryptionKeys } from '../codec/encryption-keys.js';

/** Where Temporal is, as `TEMPORAL_ADDRESS`, `TEMPORAL_NAMESPACE` and the other `TEMPORAL_…` variables say. */
export function temporalTarget() {
  const { connectionOptions, namespace } = loadClientConnectConfig();
  return { connectionOptions, namespace: namespace ?? 'default' };
}

/** A client whose connection is made when it is first needed, and again whenever it was lost. */
export function connectLazily(keys: EncryptionKeys): Client {
  const { connectionOptions, namespace } = temporalTarget();
  return new Client({ connection: Connection.lazy(connectionOptions), namespace, dataConverter: dataConverter(keys) });
}
