import type { Command } from 'commander';
import { ACKNOWLEDGEMENTS, MONEY_MOVED } from '../../workflows/contracts/calls/call.js';
import { failUnless, JSON_OPTION, type JsonOptions, optionName, overApi, type Terminal } from '../terminal.js';
import { listAttention, type ListOptions, resolveOne, sumAttention } from './list-and-resolve.js';
import { type OrderOptions, resolveAll, showOrder } from './orders.js';

const DESTINATION = ['--destination <name>', 'calls to this destination'] as const;
const ACTION = ['--action <name>', 'calls of this action'] as const;
const REASON = ['--reason <text>', 'beginning of the reason'] as const;
const JOURNEY = ['--journey <name>', 'runs of this journey; also ~rule:NAME and ~call:ACTION'] as const;

/** Adds the commands that list and resolve what needs a person. */
export function addAttention(program: Command, terminal: Terminal): void {
  const attention = program
    .command('attention')
    .description('list and resolve what needs a person, over a running API');
  overApi(attention.command('list'))
    .description('list parked calls, stuck and failed runs, destinations that are down, automatic holds')
    .option(
      '--kind <kind>',
      'hold, destination-down, stuck-run, stalled-run, paused-run, parked-call, run or failed-run',
    )
    .option(...DESTINATION)
    .option(...ACTION)
    .option(...REASON)
    .option('--player <id>', 'items of this player')
    .option(...JOURNEY)
    .option('--limit <number>', 'most items, up to 200')
    .option('--cursor <cursor>', 'cursor of the next page')
    .option(...JSON_OPTION)
    .action((options: ListOptions) => listAttention(options, terminal));
  overApi(attention.command('summary'))
    .description('count by destination, action and reason, with the oldest and the money at stake')
    .option(...JSON_OPTION)
    .action((options: JsonOptions) => sumAttention(options, terminal));
  overApi(attention.command('order'))
    .description('show the progress of an order by filter')
    .argument('<id>', 'id of the order')
    .option(...JSON_OPTION)
    .action(async (id: string, options: JsonOptions) => failUnless(await showOrder(id, options, terminal)));
  addResolve(overApi(attention.command('resolve')), terminal);
}

function addResolve(command: Command, terminal: Terminal): void {
  command
    .description('resolve one parked call by its key, or all that match the filter')
    .argument('[key]', 'key of the call, as listed: KEY@SINCE')
    .requiredOption('--decision <decision>', 'retry (original key and bytes), delivered or skip')
    .option('--money-moved <answer>', `with skip: ${MONEY_MOVED.join(' or ')}`)
    .option('--acknowledge <risk>', `with retry of money that may have arrived: ${ACKNOWLEDGEMENTS.join(', ')}`)
    .option('--note <text>', 'note for the journal')
    .option('--reference <text>', "with a key and delivered: the operator's reference")
    .option('--since <instant>', 'with a bare key: time of parking; a call that was parked again later is not touched')
    .option(...DESTINATION)
    .option(...ACTION)
    .option(...REASON)
    .option(...JOURNEY)
    .option('--parked-since <instant>', 'parked at this time or later')
    .option('--parked-until <instant>', 'parked before this time')
    .option('--per-second <number>', 'calls per second (default: 50)')
    .option('--id <id>', 'id of the order; the same id again is the same order (default: a new one)')
    .option(...JSON_OPTION)
    .action(async (key: string | undefined, options: OrderOptions) => {
      refuseMixture(key, options);
      if (key === undefined) failUnless(await resolveAll(options, terminal));
      else await resolveOne(key, options, terminal);
    });
}

const OF_ONE = ['reference', 'since'] as const;
const OF_ALL = ['destination', 'action', 'reason', 'journey', 'parkedSince', 'parkedUntil', 'perSecond', 'id'] as const;

/** Throws for an option that would have no effect. */
function refuseMixture(key: string | undefined, options: OrderOptions): void {
  const wrong = (key === undefined ? OF_ONE : OF_ALL).find((name) => options[name] !== undefined);
  if (wrong === undefined) return;
  const option = optionName(wrong);
  throw new Error(key === undefined ? `${option} goes with the key of a call` : `${option} does not go with a key`);
}
