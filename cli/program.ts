import { Command } from 'commander';
import { addAttention } from './attention/commands.js';
import { addCatalogue } from './catalogue/commands.js';
import { addDeploy } from './deploy/commands.js';
import { addDestinations } from './destinations/commands.js';
import { addHolds } from './holds/commands.js';
import { addJourneys } from './journeys/commands.js';
import { addCalls } from './redo/commands.js';
import { addReplay } from './replay/commands.js';
import type { Terminal } from './terminal.js';

/** Creates the command line. A command that finds a fault sets the exit code to 1. */
export function createProgram(terminal: Terminal): Command {
  const program = new Command('waypost').description('Works on the catalogue, and on calls and holds of a running API');
  addCatalogue(program, terminal);
  addHolds(program, terminal);
  addDestinations(program, terminal);
  addAttention(program, terminal);
  addCalls(program, terminal);
  addReplay(program, terminal);
  addJourneys(program, terminal);
  addDeploy(program, terminal);
  return program;
}
