import type { DeliveryMode } from '../../workflows/contracts/calls/call.js';
import type { JsonValue } from '../../workflows/contracts/json.js';

/**
 * A prize in money: paid by each mode; by a destination with a queue of its own; once, by a destination that wants a
 * token; and in a request that carries a name which is looked up, to be reconciled.
 */
export type Prize = DeliveryMode | 'once-queued' | 'reconcile-queued' | 'by-token' | 'by-name';

const PRIZES: readonly Prize[] = [
  'idempotent',
  'reconcile',
  'once',
  'once-queued',
  'reconcile-queued',
  'by-token',
  'by-name',
];

/** What signs the calls. */
export const SIGNING_SECRET = `whsec_${Buffer.from('prizes'.repeat(6)).toString('base64')}`;

/** The files of two brands whose operators are `FAIR_URL` and `FORGETFUL_URL`. JSON is YAML. */
export const PRIZES_CATALOGUE: Readonly<Record<string, string>> = {
  'shared/events.yaml': JSON.stringify(
    eachPrize((prize) => [`prize.${prize}`, { data: { properties: { amount: { $ref: '#/money' } } } }]),
  ),
  'shared/rules.yaml': JSON.stringify(
    eachPrize((prize) => [
      prize,
      { on: `prize.${prize}`, do: [{ action: prize, fields: { amount: '{{event.amount}}' } }] },
    ]),
  ),
  'shared/lookups.yaml': JSON.stringify({
    details: { destination: 'operator', path: '/userdetails/{{player.id}}', answer: having('first_name') },
    blocks: {
      destination: 'operator',
      path: '/userblocks/{{player.id}}',
      select: 'blocks',
      answer: { type: 'array', items: having('active') },
    },
  }),
  ...templateOfActions('first'),
  ...brand('fair', 'FAIR_URL'),
  ...brand('forgetful', 'FORGETFUL_URL'),
};

/** The file of actions, by another template: other paths, other bodies. */
export function templateOfActions(template: string): Record<string, string> {
  const pay = { effect: 'money', value: { field: 'amount' }, destination: 'operator', path: '/bonus/credit/funds' };
  const about = { ...pay, query: { template }, fields: { amount: { type: 'money', required: true } }, limits: [] };
  const body = {
    user_id: '{{player.id}}',
    amount: '{{fields.amount.amount | number}}',
    currency: '{{fields.amount.currency}}',
    reason: template,
  };
  const status = {
    path: '/grants/{{call.key}}',
    done: { status: 200, body: { status: 'done' } },
    notDone: { status: 200, body: { status: 'not done' } },
    after: '1 s',
  };
  const actions = {
    idempotent: { ...about, mode: 'idempotent', body },
    reconcile: { ...about, mode: 'reconcile', status, body },
    once: { ...about, mode: 'once', body },
    'once-queued': { ...about, mode: 'once', destination: 'queued', body },
    'reconcile-queued': { ...about, mode: 'reconcile', destination: 'queued', status, body },
    'by-token': { ...about, mode: 'once', destination: 'bank', body },
    'by-name': { ...about, mode: 'reconcile', status, body: { ...body, name: '{{lookup.details.first_name}}' } },
  };
  return { 'shared/actions.yaml': JSON.stringify(actions) };
}

function brand(name: string, url: string): Record<string, string> {
  const signing = { type: 'standard-webhooks', secrets: [{ env: 'PRIZES_SECRET' }] };
  const operator = { url: { env: url }, allow: ['127.0.0.1'], signing };
  const auth = { type: 'token', path: '/unibo/api/v1/auth/token', credentials: { username: 'prizes' } };
  return {
    [`${name}/brand.yaml`]: JSON.stringify({
      guards: { block: { lookup: 'blocks', blockedWhen: { active: true } } },
    }),
    [`${name}/destinations.yaml`]: JSON.stringify({
      operator,
      queued: { ...operator, concurrency: 50 },
      bank: { ...operator, auth },
    }),
  };
}

function eachPrize(of: (prize: Prize) => [string, JsonValue]): Record<string, JsonValue> {
  return Object.fromEntries(PRIZES.map(of));
}

function having(name: string): JsonValue {
  return { type: 'object', properties: { [name]: {} }, required: [name] };
}
