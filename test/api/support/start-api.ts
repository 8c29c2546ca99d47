import { pino } from 'pino';
import { EchoStore } from '../../../api/echo/echo-store.js';
import { createMetrics } from '../../../api/health/metrics.js';
import { createApp } from '../../../api/http/app.js';
import { listen, type RunningServer } from '../../../api/http/server.js';
import { digestOf, findKey } from '../../../api/keys/key-ring.js';
import { SCOPES, type StoredKey } from '../../../api/keys/stored-keys.js';
import { createOptionReader } from '../../../api/options/option-reader.js';
import type { BrandCatalogue } from '../../../catalogue/brand/definition.js';
import type { Catalogue } from '../../../catalogue/catalogue.js';
import { type EncryptionKeys, NO_KEYS } from '../../../client/codec/encryption-keys.js';
import type { JourneyClient } from '../../../client/journey-client.js';
import { Tokens } from '../../../outbound/auth/tokens.js';
import { InMemoryJourneys } from './in-memory-journeys.js';

/** The keys that tests present: one brand each, one of two brands, and one that may only read. */
export const KEYS = {
  lucky: 'wp_lucky_test-secret',
  royal: 'wp_royal_test-secret',
  both: 'wp_both_test-secret',
  reader: 'wp_reader_test-secret',
  expired: 'wp_expired_test-secret',
  revoked: 'wp_revoked_test-secret',
  /** May do nothing but send events of one brand, so that it may stand in a URL. */
  token: 'wp_token_test-secret',
  /** May do nothing but decode payloads of one brand. */
  decoder: 'wp_decoder_test-secret',
} as const;

/** An answer, read whole. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Record<string, unknown>;
}

/** What a request of a test carries; `body` is sent as JSON unless it is a string or bytes. */
export interface Sent {
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** An API on a free port, over journeys in memory. */
export interface TestApi {
  readonly url: string;
  readonly journeys: InMemoryJourneys;
  readonly server: RunningServer;
  /** The log lines so far, parsed. */
  readonly log: Record<string, unknown>[];
  send(method: string, path: string, sent?: Sent): Promise<Answered>;
  /** Revokes a key from now on. */
  revoke(id: keyof typeof KEYS): void;
  close(): Promise<void>;
}

/** What a test may want otherwise. */
export interface ApiSettings {
  readonly catalogue?: Catalogue;
  readonly refusedSince?: string | null;
  readonly environment?: NodeJS.ProcessEnv;
  /** `open` unless given, as on a machine of development. */
  readonly echo?: 'off' | 'on' | 'open';
  readonly encryption?: EncryptionKeys;
  readonly codecOrigins?: readonly string[];
  /** Others than those in memory. */
  readonly ownJourneys?: JourneyClient;
}

/** Starts the app with a real HTTP server on 127.0.0.1. */
export async function startApi({
  catalogue = CATALOGUE,
  refusedSince = null,
  environment = {},
  echo = 'open',
  encryption = NO_KEYS,
  codecOrigins = [],
  ownJourneys,
}: ApiSettings = {}): Promise<TestApi> {
  const journeys = new InMemoryJourneys();
  const lines: Record<string, unknown>[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) });
  const keys = new Map(storedKeys().map((key) => [key.id, key]));
  const app = createApp({
    journeys: ownJourneys ?? journeys,
    catalogue: () => catalogue,
    refusedSince: () => refusedSince,
    keys: { find: (presented) => findKey(keys, presented), close: () => undefined },
    encryption,
    codecOrigins,
    log,
    metrics: createMetrics(),
    environment,
    options: createOptionReader({ environment, tokens: new Tokens() }, (list, reason) => {
      log.warn({ list, reason }, 'stale');
    }),
    echo: echo === 'off' ? null : { store: new EchoStore(), isOpen: echo === 'open' },
  });
  const server = await listen(app, 0, '127.0.0.1');
  const url = `http://127.0.0.1:${server.port}`;
  return {
    url,
    journeys,
    server,
    log: lines,
    send: (method, path, sent) => send(`${url}${path}`, method, sent),
    revoke: (id) => {
      const key = keys.get(id);
      if (key) keys.set(id, { ...key, revoked: true });
    },
    close: () => server.drain(1_000),
  };
}

/** A referral of a player, now. */
export function referral(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 'e-1',
    type: 'player.referred',
    playerId: 'p-1',
    occurredAt: new Date().toISOString(),
    data: { referrerId: 'p-2' },
    ...changes,
  };
}

async function send(
  url: string,
  method: string,
  { key = KEYS.lucky, headers = {}, body }: Sent = {},
): Promise<Answered> {
  const response = await fetch(url, {
    method,
    headers: {
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: bodyOf(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson && text !== '' ? (JSON.parse(text) as Record<string, unknown>) : {},
  };
}

function bodyOf(body: unknown): string | Uint8Array<ArrayBuffer> {
  if (typeof body === 'string') return body;
  return body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body);
}

function storedKeys(): StoredKey[] {
  const key = (id: keyof typeof KEYS, changes: Partial<StoredKey>): StoredKey => ({
    id,
    owner: `owner of ${id}`,
    brands: ['lucky'],
    scopes: [...SCOPES],
    digests: [digestOf(KEYS[id])],
    expires: null,
    revoked: false,
    ...changes,
  });
  return [
    key('lucky', { digests: [digestOf(KEYS.lucky), digestOf('wp_lucky_development')] }),
    key('royal', { brands: ['royal'], digests: [digestOf(KEYS.royal), digestOf('wp_royal_development')] }),
    key('both', { brands: ['lucky', 'royal'] }),
    key('reader', { scopes: ['journeys:read'] }),
    key('expired', { expires: '2020-01-01T00:00:00Z' }),
    key('revoked', { revoked: true }),
    key('token', { scopes: ['events:write'] }),
    key('decoder', { scopes: ['codec:decode'] }),
  ];
}

const CATALOGUE: Catalogue = {
  hash: '0123456789ab',
  brands: new Map([
    ['lucky', brandCatalogue('lucky', ['lucky.example', 'LC'])],
    ['royal', brandCatalogue('royal', ['royal.example'])],
  ]),
};

/** A brand that declares nothing. */
export function brandCatalogue(brand: string, origins: string[] = []): BrandCatalogue {
  return {
    brand,
    origins,
    eventWindow: 29 * 86_400_000,
    timeZone: 'Europe/Malta',
    operatorApi: null,
    playerState: null,
    aliases: {},
    guards: new Map(),
    testPlayers: [],
    hashPlayerIds: false,
    events: new Map(),
    destinations: new Map(),
    actions: new Map(),
    lookups: new Map(),
    optionLists: new Map(),
    journeys: new Map(),
    rules: new Map(),
    sources: new Map(),
    notificationTypes: new Map(),
    untaken: new Map(),
  };
}
