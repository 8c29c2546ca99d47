import { Command } from 'commander';
import { IMPORT_DIALECTS } from '../catalogue/import/read-body.js';
import { catalogueFolder } from '../catalogue/load/load.js';
import { addAttention } from './attention/commands.js';
import { importFile } from './catalogue/import.js';
import { checkOptionsAt } from './catalogue/options-check.js';
import { publishSchema } from './catalogue/schema.js';
import { checkSecrets } from './catalogue/secrets-check.js';
import { writeTypes } from './catalogue/types.js';
import { validate, type ValidateOptions } from './catalogue/validate.js';
import { listDestinations } from './destinations/commands.js';
import { type HoldOptions, listHolds, releaseHold, setHold } from './holds/commands.js';
import { addCalls } from './redo/commands.js';
import { type ApiOptions, overApi, type Terminal } from './terminal.js';

/** The command line. A command that finds fault sets the exit code to 1. */
export function createProgram(terminal: Terminal): Command {
  const program = new Command('waypost').description('Player journeys and callbacks: work on the catalogue');
  addChecks(program, terminal);
  addWriters(program, terminal);
  addImports(program, terminal);
  addHolds(program, terminal);
  addDestinations(program, terminal);
  addAttention(program, terminal, overApi);
  addCalls(program, terminal, overApi);
  return program;
}

const FOLDER = ['[folder]', 'the folder of the catalogue (WAYPOST_CATALOGUE, or the samples)'] as const;

function inUse(named: string | undefined, { environment }: Terminal): string {
  return named ?? catalogueFolder(environment);
}

function failUnless(good: boolean): void {
  if (!good) process.exitCode = 1;
}

function addChecks(program: Command, terminal: Terminal): void {
  program
    .command('validate')
    .description('check a catalogue: every fault at once, with its file, line and fix')
    .argument(...FOLDER)
    .option('--live', 'also ask every option list, and name what is configured and no longer offered')
    .option('--against <address>', 'refuse what takes away what open runs use: the address of a running API')
    .option('--key <key>', 'an API key for it, with the scope catalogue:read (WAYPOST_KEY)')
    .option('--brand <brand>', 'the brand to ask for, where the key holds several')
    .action(async (named: string | undefined, options: ValidateOptions) =>
      failUnless(await validate(inUse(named, terminal), options, terminal)),
    );
  program
    .command('options')
    .description('option lists')
    .command('check')
    .description('ask an endpoint whether a dropdown can be filled from it; propose the mapping where it needs one')
    .argument('<url>', 'the URL, with everything in its query')
    .option('--header <header>', "'Name: value', as often as needed", collect, [])
    .action(async (url: string, { header }: { readonly header: readonly string[] }) =>
      failUnless(await checkOptionsAt(url, header, terminal)),
    );
  program
    .command('secrets')
    .description('secrets that the catalogue names')
    .command('check')
    .description('tell of each whether it is there and fit, its age, and who uses it; never its value')
    .argument(...FOLDER)
    .action(async (named?: string) => failUnless(await checkSecrets(inUse(named, terminal), terminal)));
}

function addWriters(program: Command, terminal: Terminal): void {
  program
    .command('types')
    .description('write the types that journeys are checked by: workflows/journeys/catalogue.d.ts')
    .argument(...FOLDER)
    .action(async (named?: string) => {
      terminal.say(`wrote ${await writeTypes(inUse(named, terminal), terminal.environment)}`);
    });
  program
    .command('schema')
    .description("write the catalogue's JSON Schemas and its reference page")
    .action(async () => {
      for (const file of await publishSchema()) terminal.say(`wrote ${file}`);
    });
}

function addImports(program: Command, terminal: Terminal): void {
  const importing = program.command('import').description('turn a callback of another system into catalogue YAML');
  for (const dialect of IMPORT_DIALECTS) {
    importing
      .command(dialect)
      .description('write destination and action to the output; what was unsafe in the original is told beside it')
      .argument('<file>', 'the pasted definition: URL, method, auth, headers, fields, body; - reads the input')
      .action((file: string) => failUnless(importFile(file, dialect, terminal)));
  }
}

function addHolds(program: Command, terminal: Terminal): void {
  const holds = program.command('hold').description('make calls wait, and let them go; over a running API');
  overApi(holds.command('set'))
    .description('let the calls of a scope wait: none is dropped')
    .argument('<scope>', 'brand, destination, action, rule or journey')
    .argument('<name>', "which one; for a brand, the brand's own name")
    .requiredOption('--reason <reason>', 'why, for those who wonder')
    .action((scope: string, name: string, options: HoldOptions) => setHold(scope, name, options, terminal));
  overApi(holds.command('list'))
    .description('what is held, by people and by Waypost')
    .action((options: ApiOptions) => listHolds(options, terminal));
  overApi(holds.command('release'))
    .description('take a hold away: what waits is sent')
    .argument('<id>', 'its id, as list shows it')
    .action((id: string, options: ApiOptions) => releaseHold(id, options, terminal));
}

function addDestinations(program: Command, terminal: Terminal): void {
  const destinations = program.command('destination').description('how destinations do; over a running API');
  overApi(destinations.command('list'))
    .description('state, last answer, what waits and since when, who holds it')
    .action((options: ApiOptions) => listDestinations(options, terminal));
}

function collect(value: string, earlier: readonly string[]): string[] {
  return [...earlier, value];
}
