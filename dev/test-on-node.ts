import path from 'node:path';
import { SetupError } from './setup-error.js';
import { addToCache, cached } from './temporal/cache.js';
import { unpackFromNpm } from './temporal/npm-package.js';
import { runOnTerminal } from './temporal/run-program.js';

/** Versions of Node that the tests can run on, by the number that names each. */
const VERSIONS: Readonly<Record<string, string>> = { '20': '20.19.0', '22': '22.22.0', '24': '24.21.0' };

const VITEST = path.join('node_modules', 'vitest', 'vitest.mjs');

/** Runs the tests on another Node (`npm run test:node -- 24`), which is installed from npm into the cache, once. */
async function main([name = '', ...args]: readonly string[]): Promise<number> {
  const version = VERSIONS[name];
  if (version === undefined) {
    throw new SetupError(
      `Name a Node to test on: ${Object.keys(VERSIONS).join(', ')}. Arguments after it go to vitest.`,
    );
  }
  const node = await nodeOf(version);
  const PATH = [path.dirname(node), process.env['PATH'] ?? ''].join(path.delimiter);
  return runOnTerminal(node, [VITEST, 'run', ...args], { env: { PATH } });
}

async function nodeOf(version: string): Promise<string> {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const program = path.join('bin', process.platform === 'win32' ? 'node.exe' : 'node');
  const folder = `node-${version}`;
  const unpack = (into: string) =>
    unpackFromNpm(`node-${platform}-${process.arch}`, version, into, (line) => {
      console.log(line);
    });
  return (await cached(folder, program)) ?? (await addToCache(folder, program, unpack));
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof SetupError ? error.message : error);
    process.exit(1);
  },
);
