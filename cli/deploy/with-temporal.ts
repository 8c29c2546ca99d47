import { NO_KEYS } from '../../client/codec/encryption-keys.js';
import type { readDeployment } from '../../client/builds/read-deployment.js';
import { connectLazily } from '../../client/temporal/connect.js';
import { closeAfterCalls } from '../../client/temporal/with-deadline.js';

/** Options of every deploy command. */
export interface DeployOptions {
  readonly json?: boolean;
  readonly anyway?: boolean;
}

type Client = Parameters<typeof readDeployment>[0];

/** Connects as the environment says (`TEMPORAL_ADDRESS`, …), and closes afterwards. Builds are not encrypted. */
export async function withTemporal(act: (client: Client) => Promise<void>): Promise<void> {
  const client = connectLazily(NO_KEYS);
  try {
    await act(client);
  } finally {
    await closeAfterCalls(client.connection);
  }
}
