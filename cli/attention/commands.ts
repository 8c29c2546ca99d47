import type { Command } from 'commander';
import type { Terminal } from '../terminal.js';
import {
  type AttentionOptions,
  listAttention,
  type ListOptions,
  resolveOne,
  sumAttention,
} from './list-and-resolve.js';
import { type OrderOptions, resolveAll, showOrder } from './orders.js';

const JSON_TOO = ['--json', 'tell the answer as it came'] as const;
const DESTINATION = ['--destination <name>', 'of calls to this destination'] as const;
const ACTION = ['--action <name>', 'of calls of this action'] as const;
const REASON = ['--reason <text>', 'whose reason begins so'] as const;
const JOURNEY = ['--journey <name>', 'of runs of this journey; ~rule:NAME, ~call:ACTION'] as const;

/** Adds what needs a person; `overApi` gives a command the options of one that asks a running API. */
export function addAttention(program: Command, terminal: Terminal, overApi: (command: Command) => Command): void {
  const attention = program.command('attention').description('what needs a person, and what a person decides');
  overApi(attention.command('list'))
    .description('parked calls, stuck and failed runs, automatic holds')
    .option('--kind <kind>', 'hold, stuck-run, parked-call, run or failed-run')
    .option(...DESTINATION)
    .option(...ACTION)
    .option(...REASON)
    .option('--player <id>', 'of this player')
    .option(...JOURNEY)
    .option('--limit <number>', 'so many, up to 200')
    .option('--cursor <cursor>', 'the page after the one that gave it')
    .option(...JSON_TOO)
    .action((options: ListOptions) => listAttention(options, terminal));
  overApi(attention.command('summary'))
    .description('counted by destination, action and reason, with the oldest and the money at stake')
    .option(...JSON_TOO)
    .action((options: AttentionOptions) => sumAttention(options, terminal));
  overApi(attention.command('order'))
    .description('how far an order by filter has come')
    .argument('<id>', 'its id')
    .option(...JSON_TOO)
    .action(async (id: string, options: AttentionOptions) => failUnless(await showOrder(id, options, terminal)));
  addResolve(overApi(attention.command('resolve')), terminal);
}

function addResolve(command: Command, terminal: Terminal): void {
  command
    .description('decide about one parked call by its key, or about all that fit')
    .argument('[key]', 'the key of the call, as listed: KEY@SINCE')
    .requiredOption('--decision <decision>', 'retry (original key and bytes), delivered or skip')
    .option('--money-moved <answer>', 'with skip: no, or unknown')
    .option('--acknowledge <risk>', 'with retry of money that may have arrived: may-pay-twice')
    .option('--note <text>', 'stands in the journal')
    .option('--reference <text>', "with a key and delivered: the operator's own reference")
    .option('--since <instant>', 'with a bare key: when it was parked; parked anew since, it is left alone')
    .option(...DESTINATION)
    .option(...ACTION)
    .option(...REASON)
    .option(...JOURNEY)
    .option('--parked-since <instant>', 'parked then or later')
    .option('--parked-until <instant>', 'parked before then')
    .option('--per-second <number>', 'so many in a second (50)')
    .option('--id <id>', "the order's id: the same again is the same order")
    .option(...JSON_TOO)
    .action(async (key: string | undefined, options: OrderOptions) => {
      refuseMixture(key, options);
      if (key === undefined) failUnless(await resolveAll(options, terminal));
      else await resolveOne(key, options, terminal);
    });
}

const OF_ONE = ['reference', 'since'] as const;
const OF_ALL = ['destination', 'action', 'reason', 'journey', 'parkedSince', 'parkedUntil', 'perSecond', 'id'] as const;

/** What would be left unheard must not seem to count. */
function refuseMixture(key: string | undefined, options: OrderOptions): void {
  const wrong = (key === undefined ? OF_ONE : OF_ALL).find((name) => options[name] !== undefined);
  if (wrong === undefined) return;
  const option = `--${wrong.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw new Error(key === undefined ? `${option} goes with the key of a call` : `${option} does not go with a key`);
}

function failUnless(good: boolean): void {
  if (!good) process.exitCode = 1;
}
