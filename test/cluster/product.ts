import { randomUUID } from 'node:crypto';
import type { LedgerEntry } from '../../dev/operator/ledger.js';

/** An answer of the API. */
export interface Answer {
  readonly status: number;
  readonly json: Record<string, unknown>;
}

/** The API and the operator of a stack, as seen from outside. */
export class Product {
  readonly api: string;
  readonly operator: string;

  constructor(addresses: { readonly api: string; readonly operator: string }) {
    this.api = addresses.api;
    this.operator = addresses.operator;
  }

  /** The stack of `npm run cluster`, on which the tests run. */
  static ofRun(): Product {
    return new Product({ api: process.env['CLUSTER_API'] ?? '', operator: process.env['CLUSTER_OPERATOR'] ?? '' });
  }

  async send(method: string, path: string, body?: object): Promise<Answer> {
    const answer = await fetch(this.api + path, {
      method,
      headers: { authorization: 'Bearer wp_lucky_development', 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
  }

  event(type: string, playerId: string, data: object, id: string = randomUUID()): Promise<Answer> {
    return this.send('POST', '/v1/events', { id, type, playerId, occurredAt: new Date().toISOString(), data });
  }

  async run(id: string): Promise<Record<string, unknown>> {
    return (await this.send('GET', `/v1/journeys/${encodeURIComponent(id)}`)).json;
  }

  /** Ids of the runs that an answer to an event names. */
  static runsOf({ json }: Answer): string[] {
    const { decisions = [] } = json as { decisions?: { decision: string; id?: string }[] };
    return decisions.flatMap(({ decision, id }) => (decision === 'started' && id !== undefined ? [id] : []));
  }

  /** All that the operator has booked for a user. */
  async booked(user: string): Promise<LedgerEntry[]> {
    const all = (await (await fetch(`${this.operator}/_control/ledger`)).json()) as LedgerEntry[];
    return all.filter((one) => one.user === user);
  }
}
