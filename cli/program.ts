import { Command } from 'commander';
import { catalogueFolder } from '../catalogue/load.js';
import { publishSchema } from './schema.js';
import { writeTypes } from './types.js';
import { validate } from './validate.js';

/** What the command line is used from. */
export interface Terminal {
  readonly say: (line: string) => void;
  readonly complain: (line: string) => void;
  readonly environment: NodeJS.ProcessEnv;
}

/** The command line. A command that finds fault sets the exit code to 1. */
export function createProgram(terminal: Terminal): Command {
  const program = new Command('waypost').description('Player journeys and callbacks: work on the catalogue');
  const folder = ['[folder]', 'the folder of the catalogue (WAYPOST_CATALOGUE, or the samples)'] as const;
  const inUse = (named: string | undefined): string => named ?? catalogueFolder(terminal.environment);

  program
    .command('validate')
    .description('check a catalogue: every fault at once, with its file, line and fix')
    .argument(...folder)
    .action((named?: string) => {
      if (!validate(inUse(named), terminal)) process.exitCode = 1;
    });
  program
    .command('types')
    .description('write the types that journeys are checked by: workflows/journeys/catalogue.d.ts')
    .argument(...folder)
    .action(async (named?: string) => {
      terminal.say(`wrote ${await writeTypes(inUse(named), terminal.environment)}`);
    });
  program
    .command('schema')
    .description("write the catalogue's JSON Schemas and its reference page")
    .action(async () => {
      for (const file of await publishSchema()) terminal.say(`wrote ${file}`);
    });
  return program;
}
