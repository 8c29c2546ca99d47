import { describe, expect, it } from 'vitest';
import type { IncomingEvent } from '../../../client/events/decisions.js';
import { seenId } from '../../../workflows/contracts/names.js';
import { eventOf, kinds, newPlayer, useRouting, until } from '../../support/routing.js';
import { ruleOf, withRules } from '../../support/rules.js';
import { routeEvery } from '../../workflows/routing-journeys.js';

const WINDOW = 1_500;
const RULES = withRules(ruleOf('tagging', [{ action: 'tag-for-campaign', fields: { step: 'started' } }]));

const routing = useRouting(undefined, RULES);

/** A client of each of some API processes: they share nothing but Temporal. */
const processes = (count: number) => Array.from({ length: count }, () => routing.journeys([routeEvery]));
const hashed = (type: 'player.referred' | 'deposit.made' | 'withdrawal.cancelled'): IncomingEvent => {
  const playerId = newPlayer();
  return eventOf(type, playerId, { id: `request-${Buffer.from(playerId).toString('hex').padEnd(40, '0').slice(-40)}` });
};
const windowOf = (event: IncomingEvent) => routing.client.workflow.getHandle(seenId('lucky', event.id));
const closedWindow = (event: IncomingEvent) =>
  until(
    () => windowOf(event).describe(),
    ({ status }) => status.name !== 'RUNNING',
  );
const taggings = (decisions: readonly object[]) =>
  decisions.filter((decision) => 'rule' in decision && decision.rule === 'tagging');

describe('an event that is known by the hash of its request', () => {
  it('has one id in all processes within the window, and is fired once, also all at once', async () => {
    const event = hashed('deposit.made');
    const answers = await Promise.all(
      [...processes(4), ...processes(4)].map(async (client) => {
        const identified = await client.identify(event, 20_000);
        return { id: identified.id, decisions: await client.accept(identified) };
      }),
    );
    const ids = new Set(answers.map(({ id }) => id));
    expect(ids.size).toBe(1);
    expect([...ids][0]).toMatch(new RegExp(`^${event.id.slice(0, 32)}-[0-9a-f]{15}$`));
    const mine = answers.flatMap(({ decisions }) => taggings(decisions)) as Parameters<typeof kinds>[0];
    expect(kinds(mine)).toEqual([...Array<string>(7).fill('duplicate'), 'fired']);
  });

  it('is a new event once the window is over, with an id that is found again by a process that has just started', async () => {
    const event = hashed('player.referred');
    const [one, other] = [routing.journeys([routeEvery]), routing.journeys([routeEvery])];
    const first = await one.identify(event, WINDOW);
    expect(kinds(await one.accept(first))).toContain('started');
    expect((await closedWindow(event)).status.name).toBe('COMPLETED');
    const second = await other.identify(event, 20_000);
    expect(second.id).not.toBe(first.id);
    expect(kinds(await other.accept(second))).toContain('started');
    expect((await routing.journeys([routeEvery]).identify(event, 20_000)).id).toBe(second.id);
  });

  it('needs no worker: its window opens, holds and ends without one', async () => {
    await routing.rest();
    const event = hashed('deposit.made');
    const [one, other] = [routing.journeys([]), routing.journeys([])];
    const first = await one.identify(event, WINDOW);
    expect((await other.identify(event, WINDOW)).id).toBe(first.id);
    expect((await closedWindow(event)).status.name).toBe('TIMED_OUT');
    expect((await other.identify(event, WINDOW)).id).not.toBe(first.id);
  });

  it('is another event at another brand, and costs nothing where nobody acts on it', async () => {
    const event = hashed('deposit.made');
    const client = routing.journeys([]);
    const here = await client.identify(event, 20_000);
    expect((await client.identify({ ...event, brand: 'royal' }, 20_000)).id).not.toBe(here.id);
    const unheard = hashed('withdrawal.cancelled');
    expect(await client.identify(unheard, 20_000)).toEqual(unheard);
    await expect(windowOf(unheard).describe()).rejects.toThrow(/not found/);
  });
});
