import type { JsonValue } from '../../workflows/contracts/json.js';
import type { Hold } from '../../workflows/contracts/keepers/hold.js';
import { askApi } from '../http/ask-api.js';
import type { ApiOptions, Terminal } from '../terminal.js';

/** What a hold is set with. */
export interface HoldOptions extends ApiOptions {
  readonly reason: string;
}

/** Sets a hold: `name` is that of a destination, action, rule or journey, or the brand's own. */
export async function setHold(
  scope: string,
  name: string,
  { reason, ...api }: HoldOptions,
  terminal: Terminal,
): Promise<void> {
  const request = { method: 'POST', path: '/v1/holds', body: { scope, name, reason } } as const;
  const { status, body } = await askApi(api, request, terminal);
  const said = { 200: 'held already', 201: 'held', 202: 'held as soon as a worker runs, before anything is sent' };
  terminal.say(`${said[status as keyof typeof said]}: ${lineOf(holdIn(body))}`);
}

/** Lists the holds of the brand. */
export async function listHolds(api: ApiOptions, terminal: Terminal): Promise<void> {
  const { body } = await askApi(api, { method: 'GET', path: '/v1/holds' }, terminal);
  const { holds } = body as unknown as { readonly holds: readonly (Hold & { readonly waiting: number })[] };
  if (holds.length === 0) terminal.say('nothing is held');
  for (const hold of holds) terminal.say(`${lineOf(hold)} (${hold.waiting} waiting)`);
}

/** Takes a hold away. */
export async function releaseHold(id: string, api: ApiOptions, terminal: Terminal): Promise<void> {
  const request = { method: 'DELETE', path: `/v1/holds/${encodeURIComponent(id)}` } as const;
  const { status, body } = await askApi(api, request, terminal);
  const when = status === 200 ? 'what waited is sent, about 50 runs a second' : 'as soon as a worker runs';
  terminal.say(`released, ${when}: ${lineOf(holdIn(body))}`);
}

function holdIn(body: JsonValue): Hold {
  return body as unknown as Hold;
}

function lineOf({ id, since, by, reason }: Hold): string {
  return `${id}  since ${since}  by ${by}: ${reason}`;
}
