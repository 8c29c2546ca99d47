import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { Fault, OperatorSettings, PlayerPatch } from '../../dev/operator/control-schemas.js';
import type { LedgerEntry } from '../../dev/operator/ledger.js';
import type { RecordedRequest } from '../../dev/operator/request-log.js';
import { startOperator } from '../../dev/operator/start.js';

/** The control side of a stand-in operator, typed. Every method rejects with the operator's own words when refused. */
export interface OperatorControl {
  readonly url: string;
  /** The last 1,000 requests, newest last; those to the control side are not among them. */
  requests(): Promise<RecordedRequest[]>;
  /** Those of them that are for a call: what lookups and guards ask is not among them. */
  callbacks(): Promise<RecordedRequest[]>;
  /** Sets what the next `times` requests to a path meet. */
  fault(fault: Fault): Promise<void>;
  /** Every effect so far, newest last. */
  ledger(): Promise<LedgerEntry[]>;
  /** Says what is known of a player from now on. */
  setPlayer(id: string, patch: PlayerPatch): Promise<void>;
  settings(settings: OperatorSettings): Promise<void>;
  /** Forgets everything: requests, faults, settings, ledger, players, tokens. */
  reset(): Promise<void>;
}

/** A stand-in operator that a test started, to be closed by it. */
export interface TestOperator extends OperatorControl {
  close(): Promise<void>;
}

/** Starts a stand-in operator on a free port of 127.0.0.1. */
export async function startTestOperator(): Promise<TestOperator> {
  const running = await startOperator({ port: 0 });
  return { ...controlOperator(running.url), close: () => running.close() };
}

/** Registers a stand-in operator for the tests of a file: reset before each test, closed at the end. */
export function useOperator(): TestOperator {
  const operator = {} as TestOperator;
  beforeAll(async () => {
    Object.assign(operator, await startTestOperator());
  });
  beforeEach(() => operator.reset());
  afterAll(() => operator.close());
  return operator;
}

/** Speaks to the control side of an operator that runs elsewhere, such as one that `npm start` started. */
export function controlOperator(url: string): OperatorControl {
  async function ask(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${url}/_control${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} /_control${path}: ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }
  const requests = async () => (await ask('GET', '/requests')) as RecordedRequest[];
  return {
    url,
    requests,
    callbacks: async () => (await requests()).filter(({ headers }) => 'idempotency-key' in headers),
    fault: async (fault) => {
      await ask('POST', '/faults', fault);
    },
    ledger: async () => (await ask('GET', '/ledger')) as LedgerEntry[],
    setPlayer: async (id, patch) => {
      await ask('PUT', `/players/${encodeURIComponent(id)}`, patch);
    },
    settings: async (settings) => {
      await ask('PUT', '/settings', settings);
    },
    reset: async () => {
      await ask('DELETE', '');
    },
  };
}
