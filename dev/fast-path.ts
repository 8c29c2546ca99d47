import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startClusterServer } from './temporal/cluster-server.js';
import { runOnTerminal } from './temporal/run-program.js';

/** Runs the tests of the fast path, on a server that has standalone activities (`npm run fast-path`). */
async function main(): Promise<number> {
  const folder = await mkdtemp(path.join(tmpdir(), 'waypost-cluster-'));
  const say = (line: string): void => {
    console.log(line);
  };
  const server = await startClusterServer(folder, say);
  try {
    const config = 'test/fast-path/vitest.config.ts';
    return await runOnTerminal('npx', ['vitest', 'run', '--config', config, ...process.argv.slice(2)], {
      env: { TEMPORAL_ADDRESS: server.address },
    });
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
