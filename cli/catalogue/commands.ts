import type { Command } from 'commander';
import { IMPORT_DIALECTS } from '../../catalogue/import/read-body.js';
import { catalogueFolder } from '../../catalogue/load/load.js';
import { failUnless, type Terminal } from '../terminal.js';
import { checkOptionsAt } from './check-endpoint.js';
import { checkSecrets } from './check-secrets.js';
import { importFile } from './import-file.js';
import { publishSchema } from './publish-schema.js';
import { validate, type ValidateOptions } from './validate.js';
import { writeTypes } from './write-types.js';

const FOLDER = ['[folder]', 'folder of the catalogue (default: WAYPOST_CATALOGUE, or the samples)'] as const;

/** Adds the commands that work on a catalogue. */
export function addCatalogue(program: Command, terminal: Terminal): void {
  addValidate(program, terminal);
  addChecks(program, terminal);
  addWriters(program, terminal);
  addImports(program, terminal);
}

function inUse(named: string | undefined, { environment }: Terminal): string {
  return named ?? catalogueFolder(environment);
}

function addValidate(program: Command, terminal: Terminal): void {
  program
    .command('validate')
    .description('check a catalogue and list every fault with file, line and fix')
    .argument(...FOLDER)
    .option('--live', 'also ask every option list, and find chosen values that it no longer offers')
    .option('--against <address>', 'also find removed things that open runs use; the address of a running API')
    .option('--key <key>', 'API key with the scope catalogue:read, for --against (default: WAYPOST_KEY)')
    .option('--brand <brand>', 'brand, if the key holds several')
    .action(async (named: string | undefined, options: ValidateOptions) =>
      failUnless(await validate(inUse(named, terminal), options, terminal)),
    );
}

function addChecks(program: Command, terminal: Terminal): void {
  program
    .command('options')
    .description('check option lists')
    .command('check')
    .description('check that an endpoint can fill a dropdown; propose a mapping if it needs one')
    .argument('<url>', 'URL with its whole query')
    .option('--header <header>', "'Name: value'; can be repeated", collect, [])
    .action(async (url: string, { header }: { readonly header: readonly string[] }) =>
      failUnless(await checkOptionsAt(url, header, terminal)),
    );
  program
    .command('secrets')
    .description('check secrets')
    .command('check')
    .description('check every secret that the catalogue names; print its age and users, never its value')
    .argument(...FOLDER)
    .action(async (named?: string) => failUnless(await checkSecrets(inUse(named, terminal), terminal)));
}

function addWriters(program: Command, terminal: Terminal): void {
  program
    .command('types')
    .description('write the types of events, actions and lookups to workflows/journeys/catalogue.d.ts')
    .argument(...FOLDER)
    .action(async (named?: string) => {
      terminal.say(`wrote ${await writeTypes(inUse(named, terminal), terminal.environment)}`);
    });
  program
    .command('schema')
    .description("write the catalogue's JSON Schemas and docs/catalogue.md")
    .action(async () => {
      for (const file of await publishSchema()) terminal.say(`wrote ${file}`);
    });
}

function addImports(program: Command, terminal: Terminal): void {
  const importing = program.command('import').description("convert another system's callback to catalogue YAML");
  for (const dialect of IMPORT_DIALECTS) {
    importing
      .command(dialect)
      .description('print a destination and an action; report what was unsafe in the original')
      .argument('<file>', 'definition with URL, method, auth, headers, fields and body; - reads the input')
      .action((file: string) => failUnless(importFile(file, dialect, terminal)));
  }
}

function collect(value: string, earlier: readonly string[]): string[] {
  return [...earlier, value];
}
