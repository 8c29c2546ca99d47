import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { createProgram } from '../../../cli/program.js';
import type { RunExplanation } from '../../../client/journey-client.js';
import { keepingTerminal } from '../../cli/running.js';
import { until } from '../../support/routing.js';
import type { Answered, Product } from '../product.js';
import type { Canaries } from './canaries.js';
import { bucketOf, KINDS, LISTS } from './catalogue.js';

/** Words of a player that the product is told as data: no secrets, but nothing that belongs into an id or a log. */
export interface Person {
  readonly playerId: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string;
}

/** Somebody who uses the product in every way, with the keys that are canaries. */
export class Player {
  readonly #product: Product;
  readonly #canaries: Canaries;
  readonly #person: Person;
  #printed = '';

  constructor(product: Product, canaries: Canaries, person: Person) {
    this.#product = product;
    this.#canaries = canaries;
    this.#person = person;
  }

  /** What the command line has printed. */
  get printed(): string {
    return this.#printed;
  }

  ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answered> {
    return this.#product.send(method, path, { headers: { ...bearer(this.#secret('KEY_MAIN')), ...headers }, body });
  }

  /** Sends an event about the person; the id of the first run that it reached. */
  async event(type: string, data: object = {}): Promise<string> {
    const { playerId, name, email, phone } = this.#person;
    const event = { id: randomUUID(), type, playerId, occurredAt: new Date().toISOString() };
    const told = { ...event, data: { note: name, email, ...data }, state: { phone } };
    const { json, text } = await this.ask('POST', '/v1/events', told);
    const { id } = (json['decisions'] as { id?: string }[]).find((one) => one.id !== undefined) ?? {};
    if (id === undefined) throw new Error(`nothing came of ${type}: ${text}`);
    return id;
  }

  /** A run explained, once it is as wanted. */
  async explained(id: string, wanted: (run: RunExplanation) => boolean): Promise<RunExplanation> {
    const explain = async () => (await this.ask('GET', `/v1/journeys/${encodeURIComponent(id)}`)).json;
    return until(explain as () => Promise<object> as () => Promise<RunExplanation>, wanted);
  }

  /** A run, once no call of it is under way. */
  settled(id: string): Promise<RunExplanation> {
    return this.explained(id, ({ state }) => {
      const calls = state?.calls ?? [];
      return calls.length > 0 && calls.every(({ status }) => status !== 'open');
    });
  }

  /** Reads what there is to be read. */
  async readAll(actions: readonly string[]): Promise<void> {
    const paths = [
      ...['/v1/catalogue', '/v1/catalogue/in-use', '/v1/actions', '/v1/journeys?limit=100', '/v1/holds'],
      ...['/v1/attention?limit=100', '/v1/attention/summary', '/openapi.json', '/docs', '/healthz', '/readyz?all'],
      ...actions.map((name) => `/v1/actions/${name}`),
      ...LISTS.map((list) => `/v1/options/${list}`),
    ];
    await Promise.all(paths.map((path) => this.ask('GET', path)));
  }

  /** Renders every action, fires it at the echo service, and one at its destination. */
  async tryOut(actions: readonly string[]): Promise<void> {
    const { playerId, name } = this.#person;
    const about = { playerId, fields: { how: 'ok' }, event: { note: name } };
    const bucket = bucketOf('tests');
    await Promise.all(
      actions.flatMap((action) => [
        this.ask('POST', `/v1/actions/${action}/preview`, about),
        this.ask('POST', `/v1/actions/${action}/test`, { ...about, id: `echo-${action}`, bucket }),
      ]),
    );
    const { json } = await this.ask('POST', '/v1/actions/call-query/test', { ...about, id: 'real', to: 'destination' });
    await this.settled(String(json['id']));
  }

  /** What the echo service has kept, as a page and as JSON. */
  async readEcho(): Promise<string> {
    const kept = ['tests', 'mistakes', ...KINDS].flatMap((of) =>
      ['application/json', 'text/html'].map((accept) =>
        this.ask('GET', `/echo-list/${bucketOf(of)}/`, undefined, { accept }),
      ),
    );
    return (await Promise.all(kept)).map(({ text }) => text).join('\n');
  }

  /** Sends what has to be refused, with secrets wherever a sender may put one by mistake; the statuses. */
  async mistake(): Promise<number[]> {
    const [main, stranger, source] = ['KEY_MAIN', 'KEY_STRANGER', 'KEY_SOURCE'].map((name) => this.#secret(name));
    const { send } = this.#product;
    const body = { player: 'p' };
    const answered = await Promise.all([
      send('GET', '/v1/journeys', { headers: bearer(stranger) }),
      send('GET', '/v1/journeys', { headers: bearer(source) }),
      send('POST', '/v1/events', { headers: { authorization: `Basic ${main}` }, body: {} }),
      this.ask('GET', '/v1/journeys', undefined, { 'waypost-brand': stranger ?? '' }),
      this.ask('GET', `/v1/journeys?api_key=${main}`),
      this.ask('GET', `/v1/journeys/${main}`),
      this.ask('GET', `/v1/options/list-basic?token=${main}`),
      this.ask('POST', `/v1/nowhere/${main}`),
      this.ask('POST', `/v1/events?key=${main}`, {}),
      this.ask('POST', '/v1/events', `{"id": ${main}`),
      this.ask('POST', '/v1/events', { type: 'no such type', playerId: 7, occurredAt: 'never' }),
      send('POST', `/v1/sources/hook/${stranger}`, { body }),
      send('POST', `/v1/sources/hook/${main}`, { body }),
      send('POST', `/v1/sources/nowhere/${source}`, { body }),
      send('POST', `/codec/${this.#secret('KEY_CODEC')}/decode`, { body: { payloads: [{ data: 'AAAA' }, 7] } }),
      send('POST', `/codec/${stranger}/decode`, { body: { payloads: [] } }),
      send('POST', '/v1/sources/signed', { headers: this.#signature('SOURCE_OLD', 'another body'), body }),
      send('POST', '/v1/sources/signed', { headers: this.#signature('SIGN_NEW', JSON.stringify(body)), body }),
      send('GET', `/echo-list/${main}/`, { headers: bearer(stranger) }),
    ]);
    const headers = { 'x-api-key': main ?? '', cookie: `session=${main}` };
    await send('POST', `/echo-send/${bucketOf('mistakes')}/?k=${main}`, { headers, body: `key=${main}` });
    return answered.map(({ status }) => status);
  }

  /** Sends an event by each kind of proof that a source takes; the statuses. */
  async bySources(): Promise<number[]> {
    const body = JSON.stringify({ player: this.#person.playerId, note: this.#person.name });
    const { send } = this.#product;
    const answered = await Promise.all([
      send('POST', `/v1/sources/hook/${this.#secret('KEY_SOURCE')}?x=1`, { body }),
      send('POST', '/v1/sources/keyed', { headers: { 'x-api-key': this.#secret('KEY_MAIN') }, body }),
      send('POST', '/v1/sources/signed', { headers: this.#signature('SOURCE_OLD', body), body }),
      send('POST', '/v1/sources/signed', { headers: this.#signature('SOURCE_NEW', body), body }),
    ]);
    return answered.map(({ status }) => status);
  }

  /** Decides about what is parked, in every way, and lets go what is held. */
  async decide(): Promise<void> {
    const { json } = await this.ask('GET', '/v1/attention?limit=200&kind=parked-call');
    const items = json['items'] as { action: string; call: { callKey: string } }[];
    const resolve = (action: string, order: object): Promise<Answered> => {
      const callKey = items.find((item) => item.action === action)?.call.callKey ?? '';
      return this.ask('POST', `/v1/attention/${callKey}`, order);
    };
    await resolve('server-error', { decision: 'retry' });
    await resolve('unavailable', { decision: 'delivered', reference: 'by hand' });
    await resolve('pay-once', { decision: 'skip', moneyMoved: 'unknown' });
    await this.ask('POST', '/v1/holds', { scope: 'brand', name: 'lucky', reason: 'for a look' });
    const held = (await this.ask('GET', '/v1/holds')).json['holds'] as { id: string }[];
    await Promise.all(held.map(({ id }) => this.ask('DELETE', `/v1/holds/${encodeURIComponent(id)}`)));
    const all = { id: 'all', filter: { action: 'call-query' }, decision: 'retry', perSecond: 100 };
    await this.ask('POST', '/v1/attention/resolve', all);
    await until(
      async () => (await this.ask('GET', '/v1/attention/resolve/all')).json,
      ({ finished }) => typeof finished === 'string',
    );
  }

  /** Runs the command line over the catalogue, the API or the other side; one command at a time. */
  async command(...args: readonly string[]): Promise<void> {
    const api = { WAYPOST_API: this.#product.api, WAYPOST_KEY: this.#secret('KEY_MAIN') };
    const terminal = keepingTerminal({ ...this.#canaries.environment, ...api });
    await createProgram(terminal).parseAsync(args, { from: 'user' });
    this.#printed += [`${args[0]}: ${process.exitCode ?? 0}`, ...terminal.said, ...terminal.complained, ''].join('\n');
    process.exitCode = undefined; // a command that finds fault sets that of its process, which is ours
  }

  #signature(by: string, body: string): Record<string, string> {
    const [id, at] = [randomUUID(), new Date()];
    const signature = new Webhook(this.#secret(by)).sign(id, at, body);
    const timestamp = String(Math.floor(at.getTime() / 1_000));
    return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
  }

  #secret(name: string): string {
    return this.#canaries.secrets[name] ?? '';
  }
}

function bearer(key = ''): Record<string, string> {
  return { authorization: `Bearer ${key}` };
}
