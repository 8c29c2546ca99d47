import type { Command } from 'commander';
import { askApi } from '../http/ask-api.js';
import { type ApiOptions, overApi, type Terminal } from '../terminal.js';

/** Adds the commands about one run. */
export function addJourneys(program: Command, terminal: Terminal): void {
  const journeys = program.command('journey').description('runs of journeys, over a running API');
  overApi(journeys.command('wake'))
    .description('wake a stalled run; any other run stays as it is')
    .argument('<id>', 'id of the run, as attention list shows it')
    .option('--reason <text>', 'reason, for the journal')
    .action((id: string, options: WakeOptions) => wake(id, options, terminal));
}

interface WakeOptions extends ApiOptions {
  readonly reason?: string;
}

async function wake(id: string, { reason, ...api }: WakeOptions, terminal: Terminal): Promise<void> {
  const path = `/v1/journeys/${encodeURIComponent(id)}/wake`;
  await askApi(api, { method: 'POST', path, body: reason === undefined ? {} : { reason } }, terminal);
  terminal.say(`woken: ${id}`);
}
