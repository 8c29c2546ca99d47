import type { Command } from 'commander';
import { didYouMean } from '../../catalogue/did-you-mean.js';
import { type Build, ChangeRefused, type Deployment } from '../../client/builds/builds.js';
import { promote, ramp, rollback, strandedIn, UnknownBuild } from '../../client/builds/change-builds.js';
import { readDeployment } from '../../client/builds/read-deployment.js';
import { table } from '../table.js';
import type { Terminal } from '../terminal.js';
import { showDrainage } from './drain.js';
import { type DeployOptions, withTemporal } from './with-temporal.js';

/** Exit codes beside 0 (done) and 1 (failed). */
const REFUSED = 2;

/** Adds the commands that say which build of the workers takes new runs. */
export function addDeploy(program: Command, terminal: Terminal): void {
  const deploy = program
    .command('deploy')
    .description('builds of the workers (WAYPOST_BUILD_ID): which takes new runs. Asks Temporal itself (TEMPORAL_…)');
  const add = (name: string, about: string) =>
    deploy.command(name).description(about).option('--json', 'print the builds as JSON');
  const anyway = ['--anyway', 'also if open runs are pinned to a build that has no workers'] as const;
  const doing = (act: Act) => doneOrRefused(terminal, act);

  add('status', 'list the builds, their workers and open runs').action((options: DeployOptions) =>
    doing(async (client) => show(await readDeployment(client), options, terminal)),
  );
  add('promote', 'let a build take all new runs')
    .argument('<build>', 'its build id')
    .option(...anyway)
    .action((id: string, options: DeployOptions) =>
      doing(async (client) => show(await promote(client, id, options), options, terminal)),
    );
  add('ramp', 'let a build take a share of new runs')
    .argument('<build>', 'its build id')
    .requiredOption('--percent <percent>', 'share of new runs, 0 to 100; 0 ends the ramp')
    .action((id: string, options: DeployOptions & { readonly percent: string }) =>
      doing(async (client) => show(await ramp(client, id, percentIn(options.percent)), options, terminal)),
    );
  add('rollback', 'let the build take all new runs that the current one replaced')
    .option(...anyway)
    .action((options: DeployOptions) =>
      doing(async (client) => show(await rollback(client, options), options, terminal)),
    );
  add('drain', "say if a build's workers can be stopped")
    .argument('<build>', 'its build id')
    .option('--wait [duration]', 'wait until they can, at most for a time such as 30m (default: without end)')
    .action((id: string, options: DeployOptions & { readonly wait?: string | true }) =>
      doing((client) => showDrainage(client, id, options, terminal)),
    );
}

type Act = (client: Parameters<typeof readDeployment>[0]) => Promise<void>;

async function doneOrRefused(terminal: Terminal, act: Act): Promise<void> {
  try {
    await withTemporal(act);
  } catch (error) {
    if (!(error instanceof ChangeRefused)) throw error;
    const hint = error instanceof UnknownBuild ? didYouMean(error.id, error.known) : '';
    terminal.complain(`refused: ${error.message}${hint}`);
    process.exitCode = REFUSED;
  }
}

function percentIn(text: string): number {
  const percent = Number(text);
  if (/^\d{1,3}(\.\d{1,2})?$/.test(text) && percent <= 100) return percent;
  throw new Error(`--percent is "${text}": write a number from 0 to 100`);
}

function show(deployment: Deployment, { json }: DeployOptions, terminal: Terminal): void {
  const { current, ramping, builds, unversionedRuns } = deployment;
  if (json === true) {
    terminal.say(JSON.stringify({ current, ramping, builds, unversionedRuns }, null, 2));
    return;
  }
  if (builds.length === 0) {
    terminal.say('no worker has polled with a build id: set WAYPOST_BUILD_ID, start workers, then promote the build');
  } else {
    const head = ['BUILD', 'STATE', 'SINCE', 'WORKERS', 'OPEN RUNS'];
    for (const line of table(head, builds.map(rowOf))) terminal.say(line);
  }
  if (unversionedRuns > 0) {
    const moves = current === null ? 'move to the first build that is promoted' : `move to ${current} when they wake`;
    terminal.say(`${unversionedRuns} open runs have no build: they ${moves}`);
  }
  for (const { id, openRuns } of strandedIn(deployment)) {
    terminal.complain(`${openRuns} open runs are pinned to ${id}, and no worker of it runs: start its workers again`);
  }
}

function rowOf({ id, state, percent, since, processes, openRuns }: Build): string[] {
  const share = percent === null ? state : `${state} ${percent} %`;
  return [id, share, since ?? '', String(processes), String(openRuns)];
}
