import path from 'node:path';
import type { Progress } from '../setup-error.js';
import { findTemporalCli } from '../temporal/cli.js';
import { goProgram, hasGoProgram, temporalServer, temporalSqlTool, temporalUi } from '../temporal/go-program.js';
import { runProgram } from '../temporal/run-program.js';
import type { Compose } from './compose.js';
import { findPostgres } from './find-postgres.js';

/** The programs of the cluster, as paths; `commands` are folders for the PATH of the compose file's scripts. */
export interface Programs {
  readonly postgres: string;
  readonly server: string;
  readonly ui: string;
  readonly commands: readonly string[];
}

/** Finds or builds all programs, in the versions of the compose file. Throws a SetupError. */
export async function findPrograms(compose: Compose, say: Progress): Promise<Programs> {
  const wanted = programsOf(compose);
  const postgres = await findPostgres(say);
  const cli = await findTemporalCli(say);
  const sqlTool = await goProgram(wanted.sqlTool, say);
  const server = await goProgram(wanted.server, say);
  const ui = await goProgram(wanted.ui, say);
  const commands = [sqlTool, cli].filter((program) => path.isAbsolute(program)).map((program) => path.dirname(program));
  return { postgres, server, ui, commands };
}

/** Returns the reason why the programs are neither in the cache nor can be built; `null` if they are, or can. */
export async function lackOf(compose: Compose): Promise<string | null> {
  const all = programsOf(compose);
  const missing = [];
  for (const program of Object.values(all)) if (!(await hasGoProgram(program))) missing.push(program.name);
  if (missing.length === 0 || (await runProgram('go', ['version'])).ok) return null;
  return `The cache lacks ${missing.join(', ')}, and there is no Go on the PATH to build it.`;
}

function programsOf(compose: Compose) {
  return {
    sqlTool: temporalSqlTool(compose.version('schema')),
    server: temporalServer(compose.version('temporal')),
    ui: temporalUi(compose.version('ui')),
  };
}

/** Runs a script of the compose file, such as the one that creates the schema. Throws its output if it fails. */
export async function runScript(
  command: readonly string[],
  { commands }: Pick<Programs, 'commands'>,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const [shell = 'sh', ...args] = command;
  const PATH = [...commands, process.env['PATH'] ?? ''].join(path.delimiter);
  const { ok, output } = await runProgram(shell, args, { env: { ...env, PATH } });
  if (!ok) throw new Error(output.trim());
}
