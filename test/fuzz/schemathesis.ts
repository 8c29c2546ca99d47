import { spawn } from 'node:child_process';
import path from 'node:path';
import { type Progress, SetupError } from '../../dev/setup-error.js';
import { addToCache, cached } from '../../dev/temporal/cache.js';
import { runProgram } from '../../dev/temporal/run-program.js';

const VERSION = '4.32.5';
const FOLDER = `schemathesis-${VERSION}`;
const MARK = path.join('schemathesis', '__init__.py');
const LINE = `Getting schemathesis ${VERSION} with pip, once`;

/** The folder of Python packages that holds schemathesis; installed into the user's cache the first time. */
export async function findSchemathesis(say: Progress): Promise<string> {
  const program = (await cached(FOLDER, MARK)) ?? (await addToCache(FOLDER, MARK, (folder) => install(folder, say)));
  return path.dirname(path.dirname(program));
}

/** Runs schemathesis in a folder that it may write to, with its output on this terminal. Resolves with its exit code. */
export async function runSchemathesis(packages: string, cwd: string, args: readonly string[]): Promise<number> {
  const child = spawn('python3', ['-m', 'schemathesis.cli', ...args], {
    cwd,
    env: { ...process.env, PYTHONPATH: packages },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve(code ?? 1);
    });
  });
}

async function install(folder: string, say: Progress): Promise<void> {
  say(`${LINE} …`);
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--target', folder];
  const installed = await runProgram('python3', [...pip, `schemathesis==${VERSION}`], {
    progress: { say, line: LINE },
  });
  if (installed.ok) return;
  const reason = installed.found ? (installed.output.trim().split('\n').at(-1) ?? '') : 'no python3 on the PATH';
  throw new SetupError(`schemathesis could not be installed (${reason}): install Python 3.10 or later with pip.`);
}
