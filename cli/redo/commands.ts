import type { Command } from 'commander';
import type { AttentionOptions } from '../attention/list-and-resolve.js';
import { showOrder } from '../attention/orders.js';
import type { Terminal } from '../terminal.js';
import { redoAll, REDOING, redoOne, type RedoOptions } from './orders.js';

const JSON_TOO = ['--json', 'tell the answer as it came'] as const;

/** Adds what is done about single calls; `overApi` gives a command the options of one that asks a running API. */
export function addCalls(program: Command, terminal: Terminal, overApi: (command: Command) => Command): void {
  const calls = program.command('call').description('calls that ended without their effect, and doing them again');
  addRedo(overApi(calls.command('redo')), terminal);
  overApi(calls.command('redo-order'))
    .description('how far an order to do calls again has come')
    .argument('<id>', 'its id')
    .option(...JSON_TOO)
    .action(async (id: string, options: AttentionOptions) =>
      failUnless(await showOrder(id, options, terminal, REDOING)),
    );
}

function addRedo(command: Command, terminal: Terminal): void {
  command
    .description('do a refused, suppressed or abandoned call again under a new key; or all that fit: first the plan')
    .argument('[key]', 'the key of the call')
    .option('--reason <text>', 'why: stands in the journal')
    .option('--acknowledge <word>', 'may-pay-twice: also what may have arrived')
    .option('--run <id>', 'with a key: the run that the call is of, where that is still open')
    .option('--id <id>', "the order's id: the same again is the same order")
    .option('--action <name>', 'calls of this action')
    .option('--destination <name>', 'calls to this destination')
    .option('--outcome <outcome>', 'refused, suppressed or abandoned')
    .option('--journey <name>', 'that this journey decided')
    .option('--rule <name>', 'that this rule decided')
    .option('--player <id>', 'for this player')
    .option('--after <instant>', 'ended then or later')
    .option('--before <instant>', 'ended before then')
    .option('--reason-contains <text>', 'whose end has a reason with this in it')
    .option('--per-second <number>', 'so many in a second (50)')
    .option('--plan <plan>', 'give the order that this plan was shown for')
    .option(...JSON_TOO)
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

/** What would be left unheard must not seem to count. */
function refuseMixture(key: string | undefined, options: RedoOptions): void {
  if (key === undefined && options.run !== undefined) throw new Error('--run goes with the key of a call');
  const wrong = key === undefined ? undefined : OF_ALL.find((name) => options[name] !== undefined);
  if (wrong === undefined) return;
  throw new Error(`--${wrong.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} does not go with a key`);
}

function failUnless(good: boolean): void {
  if (!good) process.exitCode = 1;
}
