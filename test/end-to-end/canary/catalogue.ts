import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Canaries } from './canaries.js';
import { CALM, TROUBLE } from './mirror.js';

/** Where the requests of the catalogue go. */
export interface Places {
  readonly mirror: { readonly url: string; readonly secureUrl: string };
  /** The API itself, whose echo service a destination may be. */
  readonly api: string;
}

/** A destination for each way in which a secret is sent. */
export const KINDS = [
  'tenant',
  'query',
  'bearer',
  'basic',
  'oauth',
  'form',
  'token',
  'header',
  'signed',
  'tls',
] as const;

const AUTHS: Readonly<Record<(typeof KINDS)[number], object>> = {
  tenant: { auth: { type: 'api-key', header: 'x-tenant', secret: { env: 'TENANT_KEY' } } },
  query: { auth: { type: 'query', parameter: 'k', secret: { env: 'QUERY_SECRET' } } },
  bearer: { auth: { type: 'bearer', secret: { env: 'BEARER' } } },
  basic: { auth: { type: 'basic', username: 'waypost', password: { env: 'PASSWORD' } } },
  oauth: {
    auth: { type: 'oauth2', tokenUrl: '/token-oauth', clientId: 'waypost', clientSecret: { env: 'CLIENT_SECRET' } },
  },
  form: {
    auth: {
      type: 'oauth2',
      tokenUrl: '/token-form',
      clientId: 'waypost',
      clientSecret: { env: 'FORM_SECRET' },
      clientAuth: 'body',
    },
  },
  token: {
    auth: { type: 'token', path: '/token-unibo', credentials: { user: 'waypost', pass: { env: 'UNIBO_PASSWORD' } } },
  },
  header: { headers: { 'x-inner': { env: 'HEADER_SECRET' }, 'x-channel': 'crm' } },
  signed: {
    signing: { type: 'standard-webhooks', secrets: [{ env: 'SIGN_OLD' }, { env: 'SIGN_NEW' }] },
    fastTrackHeaders: true,
  },
  tls: { auth: { type: 'bearer', secret: { env: 'BEARER' } } },
};

const SOON = { patience: '5 s', backOff: { initial: '300 ms', maximum: '1 s' } };
const NOTE = { body: { note: '{{event.note}}' } };
const data = (destination: string, place: string): object => ({
  effect: 'data',
  mode: 'idempotent',
  destination,
  path: place,
  ...NOTE,
  ...SOON,
});

/** Destinations in trouble, each of its own, since one that is down is not asked: by turns of all kinds. */
const TROUBLED = Object.keys(TROUBLE).map((how, index) => [how, KINDS[index % 8] ?? 'bearer'] as const);

/** Destinations that are held, or can't be reached at all. */
const SPOILED = ['held', 'forbidden', 'token-refused', 'token-away', 'hostile', 'untrusted', 'closed'] as const;

/** How the other side answers the calls of a kind: three kinds get every answer, the others those that differ most. */
export function answersTo(kind: (typeof KINDS)[number]): readonly string[] {
  return ['query', 'basic', 'oauth'].includes(kind)
    ? Object.keys(CALM)
    : ['ok', 'refused', 'escaped', 'base64', 'redirect'];
}

/** Option lists that the other side repeats secrets in, or answers in another bad way. */
const BAD_LISTS = ['list-refused', 'list-broken', 'refused', 'server-error'] as const;

/** All option lists. */
export const LISTS = [...KINDS, ...BAD_LISTS].map((of) => `list-${of}`);

/** A bucket of the echo service, to which a kind's destination leads. */
export const bucketOf = (kind: string): string => `canaries-in-echo-of-${kind}`;

/** An amount that stands nowhere but in the brand's settings of a journey: the least deposit of `refer-a-friend`. */
export const SETTING = '7319.53';

/** Writes the sample catalogue into a folder, with a canary in each place that takes a secret. */
export async function writeCatalogue(folder: string, { files }: Canaries, { mirror, api }: Places): Promise<void> {
  await cp('catalogue/samples', folder, { recursive: true });
  await rm(path.join(folder, 'royal'), { recursive: true });
  const write = (name: string, content: object) => writeFile(path.join(folder, 'lucky', name), JSON.stringify(content));
  const samples = await readFile(path.join(folder, 'lucky/destinations.yaml'), 'utf8');
  await writeFile(path.join(folder, 'lucky/destinations.yaml'), samples + yamlOf(destinations(files, mirror, api)));
  const brand = await readFile(path.join(folder, 'lucky/brand.yaml'), 'utf8');
  await writeFile(path.join(folder, 'lucky/brand.yaml'), `${brand}hashPlayerIds: { env: HASH_KEY }\n`);
  const journeys = await readFile(path.join(folder, 'lucky/journeys.yaml'), 'utf8');
  await writeFile(path.join(folder, 'lucky/journeys.yaml'), journeys.replace('20.00', SETTING));
  await write('actions.yaml', actions());
  await write('lookups.yaml', lookups());
  await write('rules.yaml', rules());
  await write(
    'events.yaml',
    Object.fromEntries(Object.keys(rules()).map((name) => [`canary.${name}`, { data: { type: 'object' } }])),
  );
  await write('sources.yaml', {
    signed: { ...MAP, auth: 'signature', secrets: [{ env: 'SOURCE_OLD' }, { file: files.source }] },
    hook: { ...MAP, auth: 'token' },
    keyed: { ...MAP, auth: 'key' },
  });
}

const MAP = {
  identity: { window: '10 s' },
  map: {
    type: { is: 'canary.bearer' },
    playerId: 'body.player',
    data: { headers: 'headers', query: 'query', note: 'body.note' },
  },
};

function destinations(files: Canaries['files'], mirror: Places['mirror'], api: string): Record<string, object> {
  const own = { allow: ['127.0.0.1'] };
  const at = (name: string, kind: (typeof KINDS)[number]): object => ({
    url: `${mirror.url}/${name}`,
    ...own,
    ...AUTHS[kind],
  });
  const tls = { ca: { file: files.ca }, cert: { file: files.tlsCert }, key: { file: files.tlsKey } };
  const held = { type: 'token', credentials: { pass: { env: 'HELD_SECRET' } } };
  return {
    ...Object.fromEntries(KINDS.map((kind) => [kind, at(kind, kind)])),
    tls: { ...own, ...AUTHS.tls, url: `${mirror.secureUrl}/tls`, tls },
    ...Object.fromEntries(TROUBLED.map(([how, kind]) => [how, { ...at(how, kind), timeout: '1 s' }])),
    ...Object.fromEntries(
      KINDS.map((kind) => [`echo-${kind}`, { ...at(kind, kind), url: `${api}/echo-send/${bucketOf(kind)}` }]),
    ),
    held: { ...at('held', 'bearer'), auth: { ...held, path: '/token-held' } },
    forbidden: at('forbidden', 'query'),
    'token-refused': { ...at('token-refused', 'bearer'), auth: { ...held, path: '/token-refused' } },
    'token-away': {
      ...at('token-away', 'bearer'),
      auth: {
        type: 'oauth2',
        tokenUrl: '/token-away',
        clientId: 'w',
        clientSecret: { env: 'HELD_SECRET' },
      },
    },
    hostile: { ...at('hostile', 'query'), url: `http://[::ffff:7f00:1]:${new URL(mirror.url).port}` },
    untrusted: { ...at('untrusted', 'query'), url: mirror.secureUrl },
    closed: { ...at('closed', 'query'), url: 'http://127.0.0.1:9' },
  };
}

function actions(): Record<string, object> {
  const how = { fields: { how: { type: 'string', required: true } } };
  return {
    ...Object.fromEntries(KINDS.map((kind) => [`call-${kind}`, { ...data(kind, '/{{fields.how}}'), ...how }])),
    ...Object.fromEntries(
      KINDS.map((kind) => [`map-${kind}`, { ...data(kind, '/ok'), answer: { map: { told: 'Data' } } }]),
    ),
    ...Object.fromEntries(KINDS.map((kind) => [`echo-${kind}`, data(`echo-${kind}`, '/x')])),
    ...Object.fromEntries(TROUBLED.map(([name]) => [name, { ...data(name, `/${name}`), patience: '1 s' }])),
    ...Object.fromEntries(
      SPOILED.map((name) => [name, data(name, name === 'forbidden' ? '/forbidden' : '/unauthorised')]),
    ),
    tell: { ...data('bearer', '/ok'), body: { told: '{{lookup.mirror.told}}' } },
    settle: {
      ...{
        ...data('basic', '/server-error'),
        effect: 'money',
        value: 'unknown',
        mode: 'reconcile',
        guards: [],
        limits: [],
      },
      status: {
        path: '/status',
        done: { status: 200, body: { status: 'done' } },
        notDone: { status: 404 },
        after: '50 ms',
      },
    },
    'pay-once': {
      ...data('token', '/server-error'),
      effect: 'money',
      value: 'unknown',
      mode: 'once',
      guards: [],
      limits: [],
    },
  };
}

function lookups(): Record<string, object> {
  const list = (destination: string, place: string): object => ({ kind: 'options', destination, path: place });
  return {
    mirror: { destination: 'query', path: '/status', query: { player: '{{player.id}}' } },
    'mirror-broken': { destination: 'oauth', path: '/not-found' },
    ...Object.fromEntries(KINDS.map((kind) => [`list-${kind}`, list(kind, '/list')])),
    ...Object.fromEntries(BAD_LISTS.map((how) => [`list-${how}`, list('basic', `/${how}`)])),
  };
}

function rules(): Record<string, object> {
  const once = { action: 'call-oauth', as: 'renewed', fields: { how: 'unauthorised-once' } };
  const calls = (kind: (typeof KINDS)[number]): object[] =>
    answersTo(kind).map((how) => ({ action: `call-${kind}`, as: how, fields: { how } }));
  return {
    ...Object.fromEntries(
      KINDS.map((kind) => [
        kind,
        { on: `canary.${kind}`, do: [...calls(kind), { action: `map-${kind}` }, { action: `echo-${kind}` }] },
      ]),
    ),
    trouble: {
      on: 'canary.trouble',
      do: [...TROUBLED.map(([name]) => ({ action: name })), { action: 'settle' }, { action: 'pay-once' }, once],
    },
    spoiled: { on: 'canary.spoiled', do: SPOILED.map((name) => ({ action: name })) },
    asking: {
      on: 'canary.asking',
      lookups: ['mirror'],
      if: [{ value: 'lookup.mirror.status', equals: 'done' }],
      do: [{ action: 'tell' }],
    },
    'asking-in-vain': {
      on: 'canary.asking-in-vain',
      lookups: ['mirror-broken'],
      if: [{ value: 'lookup.mirror-broken.x', exists: true }],
      do: [{ action: 'tell' }],
    },
  };
}

/** One definition a line: JSON is YAML. */
function yamlOf(definitions: Record<string, object>): string {
  return Object.entries(definitions)
    .map(([name, one]) => `${name}: ${JSON.stringify(one)}\n`)
    .join('');
}
