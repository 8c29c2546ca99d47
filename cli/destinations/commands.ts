import type { Command } from 'commander';
import { askApi } from '../http/ask-api.js';
import { type ApiOptions, overApi, type Terminal } from '../terminal.js';

/** Adds the command that lists destinations. */
export function addDestinations(program: Command, terminal: Terminal): void {
  const destinations = program.command('destination').description('state of destinations, over a running API');
  overApi(destinations.command('list'))
    .description('list destinations with state, last answer, waiting runs and holds')
    .action((options: ApiOptions) => listDestinations(options, terminal));
}

/** The shown parts of a destination in the API's answer. */
interface DestinationStatus {
  readonly destination: string;
  readonly state: string;
  readonly since: string | null;
  readonly lastAnswer: { readonly at: string; readonly status: number } | null;
  readonly waiting: number;
  readonly oldest: string | null;
  readonly sample: {
    readonly runs: number;
    readonly actions: Readonly<Record<string, number>>;
    readonly money: Readonly<Record<string, string>>;
    readonly unknownAmounts: number;
  } | null;
  readonly advice: string;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly holds: readonly { readonly id: string; readonly by: string; readonly reason: string }[];
}

async function listDestinations(api: ApiOptions, terminal: Terminal): Promise<void> {
  const { body } = await askApi(api, { method: 'GET', path: '/v1/destinations' }, terminal);
  const { destinations } = body as unknown as { readonly destinations: readonly DestinationStatus[] };
  for (const one of destinations) {
    for (const line of linesOf(one)) terminal.say(line);
  }
}

function linesOf({
  destination,
  state,
  since,
  lastAnswer,
  waiting,
  oldest,
  outcomes,
  holds,
  ...more
}: DestinationStatus) {
  const counts = Object.entries(outcomes).map(([outcome, count]) => `${count} ${outcome}`);
  const about = [
    `${state}${since === null ? '' : ` since ${since}`}`,
    lastAnswer === null ? 'no answer yet' : `last answer ${lastAnswer.status} at ${lastAnswer.at}`,
    `${waiting} waiting${oldest === null ? '' : `, the oldest since ${oldest}`}`,
    ...(counts.length === 0 ? [] : [`in five minutes: ${counts.join(', ')}`]),
  ];
  return [
    `${destination}  ${about.join('; ')}`,
    ...holds.map(({ id, by, reason }) => `  held by ${by} (${id}): ${reason}`),
    ...(more.sample === null ? [] : [`  ${waitsIn(more.sample)}`]),
    ...(state === 'well' || state === 'unknown' ? [] : [`  ${more.advice}`]),
  ];
}

function waitsIn({ runs, actions, money, unknownAmounts }: NonNullable<DestinationStatus['sample']>): string {
  const calls = Object.entries(actions).map(([action, count]) => `${count} ${action}`);
  const sums = Object.entries(money).map(([currency, amount]) => `${amount} ${currency}`);
  if (unknownAmounts > 0) sums.push(`${unknownAmounts} of unknown amount`);
  const stake = sums.length === 0 ? 'no money' : `money: ${sums.join(', ')}`;
  return `the newest ${runs} runs wait to send ${calls.join(', ') || 'nothing yet'}; ${stake}`;
}
