import { describe, expect, it } from 'vitest';
import type { JourneySwitches } from '../../../catalogue/journey/definition.js';
import type { IncomingEvent } from '../../../client/events/decisions.js';
import { planEvent, type Step } from '../../../client/events/plan-event.js';
import { percentile } from '../../../workflows/contracts/calls/call-key.js';
import type { Journey } from '../../../workflows/runs/journey.js';
import { catalogueOf } from '../../support/catalogue-of.js';
import { eventOf } from '../../support/routing.js';
import {
  routeAfterEnd,
  routeEvery,
  routeHearsItsStart,
  routeKeyed,
  routeKeyedToo,
  routeOnce,
} from '../../workflows/routing-journeys.js';

function plan(journeys: readonly Journey[], event: IncomingEvent, switches?: Partial<JourneySwitches>): Step[] {
  return planner(journeys, switches)(event);
}

function planner(journeys: readonly Journey[], switches?: Partial<JourneySwitches>): (event: IncomingEvent) => Step[] {
  const brand = catalogueOf(journeys, switches).brands.get('lucky');
  if (!brand) throw new Error('no lucky');
  const entries = journeys.map(({ entry }) => entry);
  return (event) => planEvent(entries, brand, event);
}

const DAY = 86_400_000;
const fromNow = (ms: number) => new Date(Date.now() + ms).toISOString();
const decided = (decision: object) => [{ act: 'decided', decision }];

describe('planEvent', () => {
  it('names the run of a player by brand, journey and player', () => {
    expect(plan([routeOnce], eventOf('player.referred', 'p 1:ö'))).toMatchObject([
      { act: 'start', id: 'lucky:route-once:p%201%3A%C3%B6', key: null },
    ]);
  });

  it('ends the id of a keyed run with its key, and that of a run per event with the id of the event', () => {
    expect(plan([routeKeyed], eventOf('withdrawal.requested', 'p1', { data: { withdrawalId: 'w:7' } }))).toMatchObject([
      { act: 'start', id: 'lucky:route-keyed:p1:w%3A7', key: 'w:7' },
    ]);
    expect(plan([routeEvery], eventOf('player.referred', 'p1', { id: 'e/1' }))).toMatchObject([
      { act: 'start', id: 'lucky:route-every:p1:e%2F1', key: 'e/1' },
    ]);
  });

  it('addresses the run of an unkeyed journey directly', () => {
    for (const type of ['deposit.made', 'player.excluded'] as const) {
      expect(plan([routeOnce], eventOf(type, 'p1'))).toMatchObject([{ act: 'signal', id: 'lucky:route-once:p1' }]);
    }
  });

  it('addresses the run of a keyed journey directly when the event names the key, and sweeps when it does not', () => {
    expect(plan([routeKeyed], eventOf('withdrawal.cancelled', 'p1'))).toMatchObject([
      { act: 'signal', id: 'lucky:route-keyed:p1:w-1' },
    ]);
    expect(plan([routeKeyed], eventOf('deposit.made', 'p1'))).toMatchObject([{ act: 'sweep' }]);
    expect(plan([routeEvery], eventOf('player.excluded', 'p1'))).toMatchObject([{ act: 'sweep' }]);
  });

  it('finds an event invalid that lacks the key, by the name of the field', () => {
    for (const type of ['withdrawal.requested', 'withdrawal.cancelled'] as const) {
      for (const withdrawalId of ['', null, {}]) {
        expect(plan([routeKeyed], eventOf(type, 'p1', { data: { withdrawalId } }))).toMatchObject(
          decided({ decision: 'invalid', journey: 'route-keyed', field: 'data.withdrawalId' }),
        );
      }
    }
  });

  it('never takes a key from what an object inherits', () => {
    const inherits: Journey = Object.assign(() => Promise.reject(new Error('not run')), {
      entry: { ...routeKeyed.entry, key: 'constructor.name' },
    });
    expect(plan([inherits], eventOf('withdrawal.requested', 'p1'))).toMatchObject(
      decided({ decision: 'invalid', field: 'data.constructor.name' }),
    );
  });

  it('refuses what would make an id longer than 200 bytes, by the field to shorten', () => {
    const long = 'ö'.repeat(40);
    const fieldOf = (journeys: Journey[], event: IncomingEvent) =>
      plan(journeys, event).map((step) => step.act === 'decided' && 'field' in step.decision && step.decision.field);
    expect(fieldOf([routeOnce], eventOf('player.referred', long))).toEqual(['playerId']);
    expect(fieldOf([routeOnce], eventOf('deposit.made', long))).toEqual(['playerId']);
    expect(fieldOf([routeKeyed], eventOf('deposit.made', long))).toEqual(['playerId']);
    expect(fieldOf([routeEvery], eventOf('player.referred', 'p1', { id: long }))).toEqual(['id']);
    const keyed = eventOf('withdrawal.requested', 'p1', { data: { withdrawalId: long } });
    expect(fieldOf([routeKeyed], keyed)).toEqual(['data.withdrawalId']);
    const cancelled = eventOf('withdrawal.cancelled', 'p1', { data: { withdrawalId: long } });
    expect(fieldOf([routeKeyed], cancelled)).toEqual(['data.withdrawalId']);
  });

  it('decides for each journey that is concerned', () => {
    expect(plan([routeOnce, routeAfterEnd, routeKeyed], eventOf('player.referred', 'p1'))).toMatchObject([
      { act: 'start', id: 'lucky:route-once:p1' },
      { act: 'start', id: 'lucky:route-after-end:p1' },
    ]);
    expect(plan([routeKeyed, routeKeyedToo], eventOf('player.excluded', 'p1'))).toHaveLength(2);
  });
});

describe("a brand's switches", () => {
  const event = eventOf('player.referred', 'p1');
  const reasonOf = (switches: Partial<JourneySwitches>) => {
    const [step] = plan([routeAfterEnd], event, switches);
    return step?.act === 'decided' && 'reason' in step.decision ? step.decision.reason : step?.act;
  };

  it('say that a journey is not eligible which the brand does not list, or has disabled', () => {
    expect(reasonOf({ enabled: false })).toBe('not enabled for this brand');
    const brand = catalogueOf([]).brands.get('lucky');
    expect(brand && planEvent([routeOnce.entry], brand, event)).toMatchObject(
      decided({ decision: 'not-eligible', journey: 'route-once', reason: 'not enabled for this brand' }),
    );
  });

  it('let a journey be entered from and until an instant, however it is written', () => {
    expect(reasonOf({ from: fromNow(DAY) })).toMatch(/^starts on /);
    expect(reasonOf({ until: fromNow(-DAY) })).toMatch(/^ended on /);
    expect(reasonOf({ from: fromNow(-DAY), until: fromNow(DAY) })).toBe('start');
    // The same instant, an hour ago, as a clock 14 hours ahead shows it.
    const ahead = fromNow(13 * 3_600_000).replace('Z', '+14:00');
    expect(reasonOf({ from: ahead })).toBe('start');
    expect(reasonOf({ until: ahead })).toMatch(/^ended on /);
  });

  it('hold players out by a stable share', () => {
    const players = Array.from({ length: 400 }, (_, n) => `p${n}`);
    const planOf = planner([routeAfterEnd], { holdout: 25 });
    const heldOut = players.filter((playerId) => {
      const [step] = planOf(eventOf('player.referred', playerId));
      return step?.act === 'decided' && step.decision.decision === 'held-out';
    });
    expect(heldOut).toEqual(players.filter((playerId) => percentile('lucky', 'route-after-end', playerId) < 25));
    expect(heldOut.length).toBeGreaterThan(60);
    expect(heldOut.length).toBeLessThan(140);
    expect(reasonOf({ holdout: 0 })).toBe('start');
    expect(plan([routeAfterEnd], event, { holdout: 100 })).toMatchObject(
      decided({ decision: 'held-out', journey: 'route-after-end' }),
    );
  });

  it('close the entry only: the runs that are open still hear and exit', () => {
    for (const switches of [{ enabled: false }, { until: fromNow(-DAY) }, { holdout: 100 }]) {
      expect(plan([routeOnce], eventOf('player.excluded', 'p1'), switches)).toMatchObject([{ act: 'signal' }]);
      expect(plan([routeHearsItsStart], eventOf('deposit.made', 'p1'), switches)).toMatchObject([{ act: 'signal' }]);
    }
  });
});

describe('an event that nobody hears', () => {
  it('is answered with the closest type that the journeys of the brand know', () => {
    const typo = { ...eventOf('deposit.made', 'p1'), type: 'desposit.made' };
    expect(plan([routeOnce], typo)).toEqual(
      decided({
        decision: 'unheard',
        reason: expect.stringMatching(/"desposit.made".*did you mean "deposit.made"\?$/),
      }),
    );
  });

  it('is answered without a guess when nothing is close', () => {
    expect(plan([routeOnce], { ...eventOf('deposit.made', 'p1'), type: 'level.up' })).toEqual(
      decided({ decision: 'unheard', reason: expect.stringMatching(/"level.up"$/) }),
    );
  });
});
