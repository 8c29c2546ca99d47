import { beforeEach, describe, expect, it } from 'vitest';
import { createDestinationReporter } from '../../../client/destinations/reports.js';
import type { DestinationStatus } from '../../../client/destinations/status.js';
import { destinationsId } from '../../../workflows/contracts/names.js';
import { catalogueOf } from '../../support/catalogue-of.js';
import { closedState, eventOf, newPlayer, only, useRouting, until } from '../../support/routing.js';
import { ruleOf, withRules } from '../../support/rules.js';
import { creditsOnce } from '../../workflows/journeys/calling.js';

/** A rule that tells the operator of one of Waypost's own events, by a tag. */
const tells = (on: string, tag: string) =>
  ruleOf(on.replaceAll('.', '-'), [{ action: 'apply-tag', fields: { tag } }], { on: [on] });

const rules = withRules(
  tells('waypost.destination.down', 'down {{event.destination}}'),
  tells('waypost.destination.well', 'well {{event.destination}}'),
  tells('waypost.hold.set', 'set {{event.hold}} by {{event.by}}'),
  tells('waypost.hold.released', 'released {{event.hold}} by {{event.by}}'),
);

const routing = useRouting(undefined, rules);
beforeEach(() => routing.operator.reset());

const GUARD = '/userblocks/*';
const client = () => routing.journeys([creditsOnce]);

async function operator(wanted: (status: DestinationStatus) => boolean): Promise<DestinationStatus> {
  const find = async () => {
    const all = await client().destinations('lucky');
    const found = all.find(({ destination }) => destination === 'operator');
    if (!found) throw new Error('lucky has an operator');
    return found;
  };
  return until(find, wanted);
}

/** Starts a run that credits once; its id. */
async function begin(): Promise<string> {
  return only(await client().accept(eventOf('player.referred', newPlayer())), 'started').id;
}

/** The tags by which the rules have told of what is about no player. */
async function told(...wanted: readonly string[]): Promise<void> {
  const tags = async () => {
    const requests = (await routing.operator.requests()).filter(({ path }) => path === '/players/waypost/tags');
    return requests.map(({ body }) => (body as { tag: string }).tag);
  };
  await until(tags, (all) => wanted.every((tag) => all.includes(tag)));
}

const break503 = (times = 1_000) => routing.operator.fault({ path: GUARD, times, answer: { status: 503 } });

describe('a destination that is down', () => {
  it('shows since when, what waits, since when, and the last answer; and when it is well again', async () => {
    await break503();
    const ids = [];
    for (let left = 8; left > 0; left--) ids.push(await begin());
    const down = await operator(({ state, waiting, oldest }) => state === 'down' && waiting === 8 && oldest !== null);
    expect(down).toMatchObject({ lastAnswer: { status: 503 }, holds: [] });
    expect(Date.parse(down.oldest ?? '')).toBeLessThanOrEqual(Date.parse(down.since ?? '') + 60_000);
    expect(down.outcomes['question-unanswered']).toBeGreaterThanOrEqual(5);
    expect(down.sample).toEqual({ runs: 8, actions: { 'credit-referrer': 8 }, money: {}, unknownAmounts: 8 });
    expect(down.advice).toContain('Nothing is lost');
    await routing.operator.fault({ path: GUARD, times: 0, answer: {} });
    for (const id of ids) expect(await closedState(routing.client, id)).toMatchObject({ status: 'ended' });
    expect(await operator(({ state, waiting }) => state === 'well' && waiting === 0)).toMatchObject({ oldest: null });
    await told('down operator', 'well operator');
  });

  it('costs Temporal changes, and no word for each call', async () => {
    const describe = () => routing.client.workflow.getHandle(destinationsId('lucky')).describe();
    const history = async () => (await describe()).historyLength;
    // It still wakes what waited for the destination of the test before.
    await until(describe, ({ raw }) => raw.pendingActivities?.length === 0 && !raw.pendingWorkflowTask);
    const before = await history();
    const ids = await Promise.all(Array.from({ length: 20 }, begin));
    for (const id of ids) await closedState(routing.client, id);
    expect(await history()).toBe(before);
  });

  it('for more than five minutes, while something waits, is for a person to look at', async () => {
    const { report } = createDestinationReporter(routing.client, () => catalogueOf([creditsOnce]));
    const at = new Date().toISOString();
    const since = new Date(Date.now() - 6 * 60_000).toISOString();
    const known = { destination: 'operator', process: 'p-1', lastAnswer: null, outcomes: {}, oldest: since };
    const list = async () =>
      (await client().attention.list({ brand: 'lucky', kind: 'destination-down', limit: 50 })).items;
    await report('lucky', [{ ...known, state: 'down', since, at }], []);
    await operator(({ state }) => state === 'down');
    expect(await list()).toEqual([]);
    await break503();
    const id = await begin();
    const items = await until(list, (all) => all.length > 0);
    expect(items).toMatchObject([
      {
        kind: 'destination-down',
        destination: 'operator',
        since,
        reason: 'operator does not answer: 1 run waits for it',
      },
    ]);
    await report('lucky', [{ ...known, state: 'well', since: at, at, oldest: null }], []);
    await routing.operator.fault({ path: GUARD, times: 0, answer: {} });
    await closedState(routing.client, id);
    await until(list, (all) => all.length === 0);
  });
});

describe('a destination that is held', () => {
  it('shows by whom, since when and how many runs wait; rules are told of the hold and its release', async () => {
    await routing.operator.fault({ path: GUARD, times: 1_000, answer: { status: 401 } });
    const ids = [await begin(), await begin()];
    const held = await operator(({ state, waiting }) => state === 'held' && waiting >= 2);
    const id = 'auto:destination:operator';
    expect(held.holds).toMatchObject([{ id, by: 'waypost', reason: expect.stringContaining('LUCKY_OPERATOR_KEY') }]);
    expect(held.since).toBe(held.holds[0]?.since);
    // The tag by which a rule tells of the hold waits for it, too.
    await until(
      () => client().holds('lucky'),
      ([hold]) => hold?.id === id && hold.waiting === 3,
    );
    const { items } = await client().attention.list({ brand: 'lucky', kind: 'hold', limit: 10 });
    expect(items).toMatchObject([{ hold: { id, waiting: 3 } }]);
    await routing.operator.fault({ path: GUARD, times: 0, answer: {} });
    await client().release('lucky', { id, by: 'dana' });
    for (const run of ids) expect(await closedState(routing.client, run)).toMatchObject({ status: 'ended' });
    await told(`set ${id} by waypost`, `released ${id} by dana`);
    const royal = await client().destinations('royal');
    expect(royal.every(({ state, waiting }) => state === 'unknown' && waiting === 0)).toBe(true);
  });
});
