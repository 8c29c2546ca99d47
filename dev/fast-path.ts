import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startClusterServer } from './temporal/cluster-server.js';

/** Runs the tests of the fast path, on a server that has standalone activities (`npm run fast-path`). */
async function main(): Promise<number> {
  const folder = await mkdtemp(path.join(tmpdir(), 'waypost-cluster-'));
  const say = (line: string): void => {
    console.log(line);
  };
  const server = await startClusterServer(folder, say);
  try {
    return await run(['vitest', 'run', '--config', 'test/fast-path/vitest.config.ts', ...process.argv.slice(2)], {
      TEMPORAL_ADDRESS: server.address,
    });
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn('npx', args, { stdio: 'inherit', env: { ...process.env, ...env } });
    child.once('error', reject);
    child.once('close', (code) => {
      resolve(code ?? 1);
    });
  });
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
