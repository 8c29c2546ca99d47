import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { stringify } from 'yaml';
import { freePort } from '../launch/ports.js';
import { startProcess } from '../launch/processes.js';
import { type Progress, SetupError } from '../setup-error.js';
import { addToCache, cached } from './cache.js';
import { runProgram } from './run-program.js';
import type { TemporalServer } from './server.js';

const VERSION = '1.32.1';
const FOLDER = `temporal-server-${VERSION}`;
const PROGRAM = process.platform === 'win32' ? 'server.exe' : 'server';
const MODULE = `go.temporal.io/server/cmd/server@v${VERSION}`;
const HOST = '127.0.0.1';
const START_LIMIT = 30_000;
const STOP_LIMIT = 10_000;

/**
 * Finds or builds the cluster server, which has standalone activities unlike the development server, and starts it on
 * SQLite files in `folder`. It has no namespace yet. Throws a SetupError.
 */
export async function startClusterServer(folder: string, say: Progress): Promise<TemporalServer> {
  const program = (await cached(FOLDER, PROGRAM)) ?? (await addToCache(FOLDER, PROGRAM, (into) => build(into, say)));
  const port = await freePort();
  const config = await writeConfig(folder, port);
  const args = ['--config-file', config, '--allow-no-auth', 'start'];
  const process = startProcess('temporal', { program, args }, { write: () => undefined });
  const address = `${HOST}:${port}`;
  const stop = (): Promise<void> => process.stop(STOP_LIMIT);
  const connection = Connection.lazy({ address });
  try {
    for (const limit = Date.now() + START_LIMIT; ;) {
      const up = await connection.workflowService.getSystemInfo({}).then(
        () => true,
        () => false,
      );
      if (up) return { address, process, stop };
      if (Date.now() > limit) throw new SetupError(`Temporal ${VERSION} did not start. ${process.lastLines()}`);
      await sleep(100);
    }
  } catch (error) {
    await stop();
    throw error;
  } finally {
    await connection.close();
  }
}

async function build(folder: string, say: Progress): Promise<void> {
  const line = `Building Temporal's server ${VERSION} with Go, once; this takes up to ten minutes`;
  say(`${line} …`);
  const bin = path.join(folder, 'bin');
  const built = await runProgram('go', ['install', '-ldflags', '-s -w', MODULE], {
    cwd: folder,
    env: { GOBIN: bin },
    progress: { say, line },
  });
  if (built.ok) return rename(path.join(bin, PROGRAM), path.join(folder, PROGRAM));
  const why = built.found ? (built.output.trim().split('\n').at(-1) ?? '') : 'there is no Go on the PATH';
  throw new SetupError(`Temporal's server ${VERSION} could not be built: ${why}. Install Go 1.26 or later.`);
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
