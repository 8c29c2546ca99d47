import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'lossless-json';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadCatalogue } from '../catalogue/load/load.js';
import { createJourneyClient } from '../client/create-journey-client.js';
import { entries } from '../client/entries.js';
import type { Decision } from '../client/events/decisions.js';
import type { RecordedRequest } from '../dev/operator/request-log.js';
import { SAMPLES_BUCKET } from '../dev/samples/echo.js';
import { playSampleOnce } from '../dev/samples/play.js';
import * as journeys from '../workflows/journeys/index.js';
import type { Journey } from '../workflows/runs/journey.js';
import { startApi, type TestApi } from './api/support/start-api.js';
import { type JourneyKit, startJourneyKit } from './support/journey-kit.js';
import type { TestOperator } from './support/operator.js';
import { closedState, type Routing, startRouting } from './support/routing.js';
import { SAMPLES } from './support/sample-brands.js';
import { pageNames, type PageRequest, type PageSection, pageSections, USE_CASES } from './support/use-case-pages.js';

const KEY = 'lucky-key';
const sections = pageSections();
/** What takes its time is told where time is skipped. */
const takesTime = ({ heading }: PageSection) => heading.startsWith('Without a ');
const named = (some: readonly PageSection[]) =>
  some.map((section) => [section.page, section.heading, section] as const);

async function posted(operator: TestOperator): Promise<RecordedRequest[]> {
  return (await operator.requests()).filter(({ method }) => method === 'POST');
}

/** What left for the operator, and what a page says of it; in one order, since callbacks may leave side by side. */
async function compare(operator: TestOperator, { callbacks, requests }: PageSection, before = 0): Promise<void> {
  const sent = (await posted(operator)).slice(before);
  const occurredAt = new Date(/"occurredAt": "(.+?)"/.exec(requests[0]?.body ?? '')?.[1] ?? 0).toISOString();
  const told = callbacks.map(({ line, body }) => ({
    line,
    body: parse(body.replace('<occurredAt>', occurredAt).replace('<LUCKY_OPERATOR_KEY>', KEY)),
  }));
  const left = sent.map((one) => ({ line: `${one.method} ${one.path}`, body: parse(one.rawBody) }));
  const sorted = (all: readonly object[]) => [...all].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  expect(sorted(left)).toEqual(sorted(told));
}

describe('what the page of a use case says leaves, leaves', () => {
  const said: string[] = [];
  let routing: Routing;
  let api: TestApi;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'waypost-sample-'));
    routing = await startRouting();
    await routing.work();
    const environment = {
      OPERATOR_URL: routing.operator.url,
      LUCKY_OPERATOR_KEY: KEY,
      ROYAL_OPERATOR_KEY: 'royal-key',
    };
    const catalogue = loadCatalogue(SAMPLES, entries, environment);
    const ownJourneys = createJourneyClient({ catalogue: () => catalogue, entries, client: routing.client });
    api = await startApi({ catalogue, environment, ownJourneys });
    await playSampleOnce(api.url, folder, (line) => said.push(line));
    expect(said.join('\n')).toContain('The run is closed: ended, delivered.');
  });
  afterAll(async () => {
    await api.close();
    await routing.close();
    await rm(folder, { recursive: true });
  });

  /** Does what a `curl` line does: the ids of the runs that it concerns, none when it is sent again. */
  async function send({ method, path: place, to, key, body }: PageRequest, again = false): Promise<string[]> {
    const answer = await fetch(`${to === 'api' ? api.url : routing.operator.url}${place}`, {
      method,
      headers: { 'content-type': 'application/json', ...(key === null ? {} : { 'x-api-key': key }) },
      body,
    });
    const text = await answer.text();
    expect(answer.ok, text).toBe(true);
    if (to === 'operator') return [];
    const { decisions, id } = JSON.parse(text) as { decisions?: readonly Decision[]; id?: string };
    const done = ['started', 'fired', 'signalled'];
    const ids = (decisions ?? []).flatMap((one) => ('id' in one && done.includes(one.decision) ? [one.id] : []));
    if (again) expect(ids, text).toEqual([]);
    else expect([...ids, id].filter(Boolean), text).not.toEqual([]);
    return id === undefined ? ids : [id];
  }

  it.each(named(sections.filter((section) => !takesTime(section))))('%s: %s', async (_page, _heading, section) => {
    const before = (await posted(routing.operator)).length;
    const ids = new Set<string>();
    for (const request of section.requests) for (const id of await send(request)) ids.add(id);
    for (const id of ids) await closedState(routing.client, id);
    await compare(routing.operator, section, before);
    // As the index says: nothing happens a second time.
    for (const request of section.requests) await send(request, true);
    await compare(routing.operator, section, before);
  });
});

describe('what the page of a use case says leaves in the course of time, leaves', () => {
  let kit: JourneyKit;
  beforeAll(async () => {
    kit = await startJourneyKit();
  });
  afterAll(() => kit.close());
  beforeEach(() => kit.operator.reset());

  it.each(named(sections.filter(takesTime)))('%s: %s', async (_page, _heading, section) => {
    const { type, playerId, data } = JSON.parse(section.requests[0]?.body ?? '') as {
      readonly type: string;
      readonly playerId: string;
      readonly data: never;
    };
    const all: readonly Journey[] = Object.values(journeys);
    const journey = all.find(({ entry }) => entry.startsOn === type);
    if (!journey) throw new Error(`no journey starts on ${type}`);
    const key = journey.entry.key === undefined ? {} : { key: String(data[journey.entry.key]) };
    const run = await kit.start(journey, data, { playerId, ...key });
    expect(await run.end()).toMatchObject({ status: 'ended' });
    await compare(kit.operator, section);
  });
});

it('a loyalty system that keeps the newest version is right whatever the order in which the events of the page come', () => {
  const events = sections
    .filter(({ page }) => page === 'loyalty-sync.md')
    .map(({ requests }) => JSON.parse(requests[0]?.body ?? '') as { occurredAt: string; data: { tier: string } });
  const keep = (order: typeof events) =>
    order.reduce((kept, event) => (event.occurredAt > kept.occurredAt ? event : kept)).data.tier;
  expect(events).toHaveLength(2);
  expect([keep(events), keep(events.toReversed())]).toEqual(['Gold', 'Gold']);
});

describe('the index of the use cases', () => {
  const index = readFileSync(path.join(USE_CASES, 'README.md'), 'utf8');
  const { brands } = loadCatalogue(SAMPLES, entries, {});

  it('links every page, and names every sample journey and rule', () => {
    const linked = [...index.matchAll(/\]\(([\w-]+\.md)\)/g)].map(([, page]) => page);
    expect(linked.sort()).toEqual(pageNames().sort());
    for (const name of [...brands.values()].flatMap((brand) => [...brand.journeys.keys(), ...brand.rules.keys()])) {
      expect(index, name).toContain(`\`${name}\``);
    }
  });

  it('is linked from the README', () => {
    expect(readFileSync('README.md', 'utf8')).toContain('(docs/use-cases/README.md)');
  });

  it.each(pageNames())('%s names files that are there, and actions that are in the catalogue', (page) => {
    const text = readFileSync(path.join(USE_CASES, page), 'utf8');
    for (const [, file = ''] of text.matchAll(/`((?:workflows|shared|lucky|royal)\/[\w./-]+)`/g)) {
      const place = file.startsWith('workflows/') ? file : path.join(SAMPLES, file);
      expect(() => readFileSync(place)).not.toThrow();
    }
    expect(text).toContain(`](http://127.0.0.1:8080/echo-list/${SAMPLES_BUCKET}/)`);
    const row = index.split('\n').find((line) => line.includes(`(${page})`)) ?? '';
    const actions = [...(row.split('|').at(-2) ?? '').matchAll(/`([\w-]+)`/g)].map(([, name]) => name ?? '');
    expect(actions).not.toEqual([]);
    for (const name of actions) expect(brands.get('lucky')?.actions.has(name), name).toBe(true);
  });
});
