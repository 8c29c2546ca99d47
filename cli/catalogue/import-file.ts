import { readFileSync } from 'node:fs';
import { importDefinition } from '../../catalogue/import/import-definition.js';
import { ImportRefused } from '../../catalogue/import/pasted.js';
import type { ImportDialect } from '../../catalogue/import/read-body.js';
import type { Terminal } from '../terminal.js';

const CHOOSE =
  "has no id, so equal bodies within the source's window are one event, and a later one is new. Set identity in " +
  'sources.yaml to longer than the sender repeats, or add an id to the body (map: id)';

/** The warning about events of the other system, which have no id. */
const EVENTS_OF: Readonly<Record<ImportDialect, string>> = {
  smartico: `an event that Smartico sends to Waypost (source smartico-webhook) ${CHOOSE}`,
  'fast-track': `an event that Fast Track sends to Waypost (source fast-track-custom) ${CHOOSE}`,
};

/**
 * Converts the definition in a file to catalogue YAML: two documents on the output, hints on the error output. Returns
 * false if the definition is refused.
 * @throws Error if the file can't be read
 */
export function importFile(file: string, dialect: ImportDialect, { say, complain }: Terminal): boolean {
  try {
    const { destinations, actions, lints } = importDefinition(read(file), dialect);
    for (const { line, message } of lints) complain(`${file}:${line}: ${message}`);
    complain(`${file}: ${EVENTS_OF[dialect]}`);
    say(`# destinations.yaml\n${destinations}---\n# actions.yaml\n${actions.trimEnd()}`);
    return true;
  } catch (error) {
    if (!(error instanceof ImportRefused)) throw error;
    for (const { line, message } of error.faults) complain(`${file}:${line}: ${message}`);
    return false;
  }
}

function read(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new Error(`${file} can't be read (${why}): name a file with the pasted definition, or - for the input`, {
      cause: error,
    });
  }
}
