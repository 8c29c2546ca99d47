import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'yaml';
import { freePort } from '../launch/ports.js';
import { startProcess } from '../launch/processes.js';
import type { Progress } from '../setup-error.js';
import { goProgram, temporalServer } from './go-program.js';
import type { TemporalServer } from './server.js';
import { untilUp } from './until-up.js';

const VERSION = '1.32.1';
const HOST = '127.0.0.1';
const STOP_LIMIT = 10_000;

/**
 * Finds or builds the cluster server, which has standalone activities unlike the development server, and starts it on
 * SQLite files in `folder`. It has no namespace yet. Throws a SetupError.
 */
export async function startClusterServer(folder: string, say: Progress): Promise<TemporalServer> {
  const program = await goProgram(temporalServer(VERSION), say);
  const port = await freePort();
  const config = await writeConfig(folder, port);
  const args = ['--config-file', config, '--allow-no-auth', 'start'];
  const process = startProcess('temporal', { program, args }, { write: () => undefined });
  const address = `${HOST}:${port}`;
  const stop = (): Promise<void> => process.stop(STOP_LIMIT);
  try {
    await untilUp(address, process);
  } catch (error) {
    await stop();
    throw error;
  }
  return { address, process, stop };
}

/** Writes the configuration. It follows `config/development-sqlite-file.yaml` in the server's sources. */
async function writeConfig(folder: string, frontend: number): Promise<string> {
  await mkdir(folder, { recursive: true });
  const dynamic = path.join(folder, 'dynamic.yaml');
  await writeFile(
    dynamic,
    stringify({
      'matching.enableFairness': [{ value: true }],
      'frontend.WorkflowPauseEnabled': [{ value: true }],
    }),
  );
  const ports = await Promise.all(Array.from({ length: 7 }, () => freePort()));
  const service = (grpcPort: number | undefined, membershipPort: number | undefined) => ({
    rpc: { grpcPort, membershipPort, bindOnLocalHost: true },
  });
  const config = {
    log: { stdout: true, level: 'error' },
    persistence: {
      defaultStore: 'store',
      visibilityStore: 'visibility',
      numHistoryShards: 1,
      datastores: { store: sqlite(path.join(folder, 'store')), visibility: sqlite(path.join(folder, 'visibility')) },
    },
    global: { membership: { maxJoinDuration: '30s', broadcastAddress: HOST } },
    services: {
      frontend: service(frontend, ports[0]),
      history: service(ports[1], ports[2]),
      matching: service(ports[3], ports[4]),
      worker: service(ports[5], ports[6]),
    },
    clusterMetadata: {
      enableGlobalNamespace: false,
      failoverVersionIncrement: 10,
      masterClusterName: 'active',
      currentClusterName: 'active',
      clusterInformation: {
        active: {
          enabled: true,
          initialFailoverVersion: 1,
          rpcName: 'frontend',
          rpcAddress: `${HOST}:${frontend}`,
        },
      },
    },
    dynamicConfigClient: { filepath: dynamic, pollInterval: '10s' },
  };
  const file = path.join(folder, 'server.yaml');
  await writeFile(file, stringify(config));
  return file;
}

function sqlite(databaseName: string) {
  return {
    sql: {
      pluginName: 'sqlite',
      databaseName,
      connectAddr: 'localhost',
      connectProtocol: 'tcp',
      connectAttributes: { cache: 'private', setup: 'true', journal_mode: 'wal', synchronous: '2' },
      maxConns: 1,
      maxIdleConns: 1,
    },
  };
}
