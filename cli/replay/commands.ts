import { type Command, InvalidArgumentError } from 'commander';
import type { GateOrders } from '../../worker/replay/run-gate.js';
import type { Terminal } from '../terminal.js';
import { linesOf } from './lines.js';
import { progress } from './progress.js';

interface ReplayOptions extends Omit<GateOrders, 'sample' | 'catalogue'> {
  readonly sample: number;
  readonly all?: boolean;
  readonly catalogue?: string | false;
  readonly json?: boolean;
}

/** The exit codes, by verdict: a pipeline stops on any but 0. */
const EXIT_CODES = { safe: 0, changes: 1, breaks: 1, unchecked: 2 } as const;

/** Adds the command that asks if a build can take over the open runs. */
export function addReplay(program: Command, terminal: Terminal): void {
  program
    .command('replay')
    .description('replay open runs on this checkout and on the build that runs; report what would break or change')
    .option('--from <address>', 'address of Temporal (default: as the TEMPORAL_… variables say)')
    .option('--running <build>', 'the build that runs: a bundle, a folder with one (dist), or git:REVISION')
    .option('--next <bundle>', 'another bundle than that of this checkout')
    .option('--sample <runs>', 'runs from each brand, journey, stage and wait', positive, 50)
    .option('--all', 'all runs')
    .option('--journey <name>', 'one journey alone')
    .option('--keep <folder>', 'keep downloaded histories; a second start goes on from there')
    .option('--max-events <events>', 'longest history', positive, 20_000)
    .option('--catalogue <folder>', 'catalogue of the new build (default: WAYPOST_CATALOGUE, or the samples)')
    .option('--no-catalogue', 'compare journeys alone')
    .option('--json', 'print the report as JSON')
    .action(async (options: ReplayOptions) => {
      process.exitCode = await replay(options, terminal);
    });
}

/** Asks the gate and prints its report. Returns the exit code. */
async function replay(options: ReplayOptions, { say, complain, environment }: Terminal): Promise<number> {
  // Temporal's worker takes a second to load, which no other command needs.
  const { runGate, silenceReplays } = await import('../../worker/replay/run-gate.js');
  const shutDown = silenceReplays();
  const { json, all, sample, catalogue, ...orders } = options;
  try {
    const asked = { ...orders, sample: all === true ? null : sample, catalogue: catalogueOf(catalogue) };
    const report = await runGate(asked, environment, progress(complain, Date.now));
    if (json === true) say(JSON.stringify(report, null, 2));
    else linesOf(report).forEach(say);
    return EXIT_CODES[report.verdict];
  } catch (error) {
    complain(`verdict: not checked. ${error instanceof Error ? error.message : String(error)}`);
    return EXIT_CODES.unchecked;
  } finally {
    await shutDown();
  }
}

function catalogueOf(folder: string | boolean | undefined): string | null | undefined {
  if (folder === false) return null;
  return typeof folder === 'string' ? folder : undefined;
}

function positive(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('Give a whole number, 1 or more.');
  return Number(text);
}
