import { copyFile, mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { type Progress, SetupError } from '../setup-error.js';
import { addToCache, cached } from './cache.js';
import { runProgram } from './run-program.js';

/** A program of Temporal that is built from its Go module. */
export interface GoProgram {
  /** The name of the program here, and of its folder in the cache. */
  readonly name: string;
  readonly version: string;
  readonly module: string;
  /** The package of the program within the module. */
  readonly main: string;
  /** A file of the module that the program needs beside it, at the same relative path. */
  readonly file?: string;
  readonly takes: string;
}

/** Temporal's server of a cluster. */
export function temporalServer(version: string): GoProgram {
  const [name, module, main] = ['temporal-server', 'go.temporal.io/server', 'cmd/server'];
  return { name, version, module, main, takes: 'up to ten minutes' };
}

/** The tool that creates the schema of Temporal's databases. */
export function temporalSqlTool(version: string): GoProgram {
  const [name, module, main] = ['temporal-sql-tool', 'go.temporal.io/server', 'cmd/tools/sql'];
  return { name, version, module, main, takes: 'up to two minutes' };
}

/** Temporal's web UI. Its configuration takes every value from the variables that the image has. */
export function temporalUi(version: string): GoProgram {
  const [name, module, main] = ['temporal-ui', 'github.com/temporalio/ui-server/v2', 'cmd/server'];
  return { name, version, module, main, file: 'config/docker.yaml', takes: 'half a minute' };
}

/** Two packages at a time: the linker and compiler of these modules need much memory. */
const BUILD_FLAGS = ['-p=2', '-ldflags', '-s -w'];

/** Returns the path of a program in the cache; builds it the first time. Throws a SetupError. */
export async function goProgram(program: GoProgram, say: Progress): Promise<string> {
  const [folder, file] = [`${program.name}-${program.version}`, fileOf(program)];
  return (await cached(folder, file)) ?? (await addToCache(folder, file, (into) => build(program, into, say)));
}

/** Returns true if the cache has the program. */
export async function hasGoProgram(program: GoProgram): Promise<boolean> {
  return (await cached(`${program.name}-${program.version}`, fileOf(program))) !== null;
}

async function build(program: GoProgram, folder: string, say: Progress): Promise<void> {
  const { name, version, module, main, takes } = program;
  const line = `Building ${name} ${version} with Go, once; this takes ${takes}`;
  say(`${line} …`);
  const bin = path.join(folder, 'bin');
  const args = ['install', ...BUILD_FLAGS, `${module}/${main}@v${version}`];
  const built = await runProgram('go', args, {
    cwd: folder,
    env: { GOBIN: bin, GOGC: 'off' },
    progress: { say, line },
    nice: true,
  });
  if (!built.ok) {
    const why = built.found ? (built.output.trim().split('\n').at(-1) ?? '') : 'there is no Go on the PATH';
    throw new SetupError(`${name} ${version} could not be built: ${why}. Install Go 1.26 or later.`);
  }
  await rename(path.join(bin, withSuffix(path.posix.basename(main))), path.join(folder, fileOf(program)));
  if (program.file !== undefined) await copyFromModule(program, program.file, folder);
}

async function copyFromModule({ module, version }: GoProgram, file: string, folder: string): Promise<void> {
  const found = await runProgram('go', ['list', '-m', '-f', '{{.Dir}}', `${module}@v${version}`], { cwd: folder });
  if (!found.ok) throw new SetupError(`The sources of ${module} are not there: ${found.output.trim()}`);
  await mkdir(path.join(folder, path.dirname(file)), { recursive: true });
  await copyFile(path.join(found.output.trim(), file), path.join(folder, file));
}

function fileOf({ name }: GoProgram): string {
  return withSuffix(name);
}

function withSuffix(program: string): string {
  return process.platform === 'win32' ? `${program}.exe` : program;
}
