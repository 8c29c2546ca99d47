import type { Command } from 'commander';
import { MAY_PAY_TWICE } from '../../workflows/contracts/calls/call.js';
import { UNDELIVERED } from '../../workflows/contracts/calls/redo.js';
import { showOrder } from '../attention/orders.js';
import { failUnless, JSON_OPTION, type JsonOptions, optionName, overApi, type Terminal } from '../terminal.js';
import { redoAll, REDOING, redoOne, type RedoOptions } from './orders.js';

/** Adds the commands that redo undelivered calls. */
export function addCalls(program: Command, terminal: Terminal): void {
  const calls = program.command('call').description('redo calls that were not delivered, over a running API');
  addRedo(overApi(calls.command('redo')), terminal);
  overApi(calls.command('redo-order'))
    .description('show the progress of a redo by filter')
    .argument('<id>', 'id of the order')
    .option(...JSON_OPTION)
    .action(async (id: string, options: JsonOptions) => failUnless(await showOrder(id, options, terminal, REDOING)));
}

function addRedo(command: Command, terminal: Terminal): void {
  command
    .description(
      'redo a refused, suppressed or abandoned call with a new key; with a filter: show the plan, then order it',
    )
    .argument('[key]', 'key of the call')
    .option('--reason <text>', 'reason, for the journal')
    .option('--acknowledge <word>', `${MAY_PAY_TWICE}: also redo calls that may have arrived`)
    .option('--run <id>', 'with a key: id of its run; required while that run is open')
    .option('--id <id>', 'id of the order; the same id again is the same order (default: a new one)')
    .option('--action <name>', 'calls of this action')
    .option('--destination <name>', 'calls to this destination')
    .option('--outcome <outcome>', UNDELIVERED.join(', '))
    .option('--journey <name>', 'calls of this journey')
    .option('--rule <name>', 'calls of this rule')
    .option('--player <id>', 'calls for this player')
    .option('--after <instant>', 'ended at this time or later')
    .option('--before <instant>', 'ended before this time')
    .option('--reason-contains <text>', 'text in the reason of the outcome')
    .option('--per-second <number>', 'calls per second (default: 50)')
    .option('--plan <plan>', 'plan to order, as shown')
    .option(...JSON_OPTION)
    .action(async (key: string | undefined, options: RedoOptions) => {
      refuseMixture(key, options);
      if (key === undefined) failUnless(await redoAll(options, terminal));
      else await redoOne(key, options, terminal);
    });
}

const OF_ALL = [
  ...(['action', 'destination', 'outcome', 'journey', 'rule', 'player'] as const),
  ...(['after', 'before', 'reasonContains', 'perSecond', 'plan'] as const),
];

/** Throws for an option that would have no effect. */
function refuseMixture(key: string | undefined, options: RedoOptions): void {
  if (key === undefined && options.run !== undefined) throw new Error('--run goes with the key of a call');
  const wrong = key === undefined ? undefined : OF_ALL.find((name) => options[name] !== undefined);
  if (wrong === undefined) return;
  throw new Error(`${optionName(wrong)} does not go with a key`);
}
