import type { Command } from 'commander';
import type { JsonValue } from '../../workflows/contracts/json.js';
import type { Hold } from '../../workflows/contracts/keepers/hold.js';
import { askApi } from '../http/ask-api.js';
import { type ApiOptions, overApi, type Terminal } from '../terminal.js';

/** Adds the commands that set, list and release holds. */
export function addHolds(program: Command, terminal: Terminal): void {
  const holds = program.command('hold').description('make calls wait, and let them go, over a running API');
  overApi(holds.command('set'))
    .description('make the calls of a scope wait; none is dropped')
    .argument('<scope>', 'brand, destination, action, rule or journey')
    .argument('<name>', "its name; for a brand, the brand's own name")
    .requiredOption('--reason <reason>', 'reason, shown with every call that waits')
    .action((scope: string, name: string, options: HoldOptions) => setHold(scope, name, options, terminal));
  overApi(holds.command('list'))
    .description('list the holds that people and Waypost have set')
    .action((options: ApiOptions) => listHolds(options, terminal));
  overApi(holds.command('release'))
    .description('release a hold; waiting calls are sent')
    .argument('<id>', 'id of the hold, as listed')
    .action((id: string, options: ApiOptions) => releaseHold(id, options, terminal));
}

interface HoldOptions extends ApiOptions {
  readonly reason: string;
}

async function setHold(
  scope: string,
  name: string,
  { reason, ...api }: HoldOptions,
  terminal: Terminal,
): Promise<void> {
  const request = { method: 'POST', path: '/v1/holds', body: { scope, name, reason } } as const;
  const { status, body } = await askApi(api, request, terminal);
  const said = { 200: 'already held', 201: 'held', 202: 'no worker runs; held before the next call is sent' };
  terminal.say(`${said[status as keyof typeof said]}: ${lineOf(holdIn(body))}`);
}

async function listHolds(api: ApiOptions, terminal: Terminal): Promise<void> {
  const { body } = await askApi(api, { method: 'GET', path: '/v1/holds' }, terminal);
  const { holds } = body as unknown as { readonly holds: readonly (Hold & { readonly waiting: number })[] };
  if (holds.length === 0) terminal.say('nothing is held');
  for (const hold of holds) terminal.say(`${lineOf(hold)} (${hold.waiting} waiting)`);
}

async function releaseHold(id: string, api: ApiOptions, terminal: Terminal): Promise<void> {
  const request = { method: 'DELETE', path: `/v1/holds/${encodeURIComponent(id)}` } as const;
  const { status, body } = await askApi(api, request, terminal);
  const when = status === 200 ? 'waiting calls are sent, about 50 runs a second' : 'as soon as a worker runs';
  terminal.say(`released, ${when}: ${lineOf(holdIn(body))}`);
}

function holdIn(body: JsonValue): Hold {
  return body as unknown as Hold;
}

function lineOf({ id, since, by, reason }: Hold): string {
  return `${id}  since ${since}  by ${by}: ${reason}`;
}
