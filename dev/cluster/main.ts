import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { ROOT } from '../launch/launcher.js';
import { portFrom } from '../launch/ports.js';
import { SetupError } from '../setup-error.js';
import { runOnTerminal, runProgram } from '../temporal/run-program.js';
import { readComposeFile } from './compose.js';
import { lackOf } from './programs.js';
import { type Stack, startStack } from './stack.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const CONFIG = 'test/cluster/vitest.config.ts';
const LOG = path.join('.waypost', 'cluster.log');

/** Lets a test pause a workflow in Temporal. */
const FOR_TESTS = 'frontend.WorkflowPauseEnabled: [{ value: true }]';

/**
 * Runs `npm run cluster`: the tests on the stack of `docker-compose.yml`. With `up` it runs the stack alone; with `check`
 * it only says why this machine can't run it, and then ends with 1.
 */
async function main(args: readonly string[]): Promise<number> {
  if (args[0] === 'check') {
    const lack = await lackOf(await readComposeFile({}));
    if (lack !== null) say(lack);
    return lack === null ? 0 : 1;
  }
  const asked = new Promise<number>((resolve) => {
    for (const signal of SIGNALS) process.once(signal, () => resolve(0));
  });
  const isUp = args[0] === 'up';
  await build();
  const own = isUp ? { ports: usualPorts() } : { dynamicConfig: FOR_TESTS };
  const stack = await startStack({ ...own, say, write: await openLog() });
  const broken = stack.broken.then((sentence) => {
    console.error(`${sentence}\nAll lines of all processes are in ${LOG}.`);
    return 1;
  });
  try {
    if (isUp) say(greeting(stack));
    return await Promise.race([asked, broken, ...(isUp ? [] : [runTests(stack, args)])]);
  } finally {
    say('Stopping …');
    await stack.stop();
  }
}

/** Compiles as the image does. */
async function build(): Promise<void> {
  const line = 'Building Waypost';
  say(`${line} …`);
  const built = await runProgram('npm', ['run', 'build'], { cwd: ROOT, progress: { say, line } });
  if (!built.ok) throw new SetupError(`"npm run build" failed: ${built.output.trim()}`);
}

async function openLog(): Promise<(name: string, line: string) => void> {
  const file = path.join(ROOT, LOG);
  await mkdir(path.dirname(file), { recursive: true });
  const log = createWriteStream(file);
  return (name, line) => {
    log.write(`${name.padEnd(9)} | ${line}\n`);
  };
}

function usualPorts() {
  return {
    api: portFrom(process.env, 'PORT', 8080),
    ui: portFrom(process.env, 'TEMPORAL_UI_PORT', 8233),
    operator: portFrom(process.env, 'OPERATOR_PORT', 8090),
    temporal: portFrom(process.env, 'TEMPORAL_PORT', 7233),
  };
}

function runTests({ addresses, namespace }: Stack, args: readonly string[]): Promise<number> {
  return runOnTerminal('npx', ['vitest', 'run', '--config', CONFIG, ...args], {
    cwd: ROOT,
    env: {
      TEMPORAL_ADDRESS: addresses.temporal,
      CLUSTER_NAMESPACE: namespace,
      CLUSTER_API: addresses.api,
      CLUSTER_UI: addresses.ui,
      CLUSTER_OPERATOR: addresses.operator,
    },
  });
}

function greeting({ addresses, namespace }: Stack): string {
  return [
    '',
    'The stack of docker-compose.yml runs. Ctrl-C stops it and removes its data.',
    `  ${addresses.api}   (API; development keys: wp_lucky_development, wp_royal_development)`,
    `  ${addresses.ui}   (Temporal's web UI)`,
    `  ${addresses.temporal}   (Temporal; namespace ${namespace})`,
    `  ${addresses.operator}/_control/ledger   (what the stand-in operator has booked)`,
    `  ${LOG}   (everything that the processes log)`,
    '',
  ].join('\n');
}

function say(line: string): void {
  console.log(line);
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof SetupError ? error.message : error);
    process.exit(1);
  },
);
