import { describe, expect, it } from 'vitest';
import { type Asker, Breaker, Breakers } from '../../../activities/destinations/breaker.js';

/** A breaker whose time the test moves. */
function breakerAt(start = 0) {
  const clock = { now: start };
  const breaker = new Breaker({ now: () => clock.now, random: () => 0.5 });
  const fail = (times: number) => {
    for (let left = times; left > 0; left--) breaker.record('down');
  };
  return { clock, breaker, fail, kind: (asker: Asker = 'fresh') => breaker.admit(asker).kind };
}

/** How long an open breaker sends a call away. */
function comeBackIn(breaker: Breaker, asker: Asker = 'retry'): number {
  const admission = breaker.admit(asker);
  if (admission.kind === 'go') throw new Error('it may go');
  return admission.comeBackIn;
}

describe('a breaker opens', () => {
  it('after five failures in a row, and not after four', () => {
    const { fail, kind } = breakerAt();
    fail(4);
    expect(kind()).toBe('go');
    fail(1);
    expect(kind()).toBe('down');
  });

  it('only when no answer comes between them; what says nothing about the destination changes nothing', () => {
    const { breaker, fail, kind } = breakerAt();
    fail(4);
    breaker.record('up');
    fail(4);
    breaker.record('unclear');
    expect(kind()).toBe('go');
    fail(1);
    expect(kind()).toBe('down');
    breaker.record('unclear');
    expect(kind()).toBe('down');
  });
});

describe('an open breaker', () => {
  it('lets one probe through in each second, the first a second after it opened', () => {
    const { clock, fail, kind } = breakerAt();
    fail(5);
    const went: number[] = [];
    for (; clock.now < 5_000; clock.now += 100) if (kind() === 'go') went.push(clock.now);
    expect(went).toEqual([1_000, 2_000, 3_000, 4_000]);
  });

  it('goes on probing while probes fail, and lets everything through from the first answer on', () => {
    const { clock, breaker, fail, kind } = breakerAt();
    fail(5);
    clock.now = 1_000;
    expect(kind()).toBe('go');
    fail(1);
    expect(kind()).toBe('down');
    clock.now = 2_000;
    expect(kind()).toBe('go');
    breaker.record('up');
    expect([kind(), kind('retry'), kind()]).toEqual(['go', 'go', 'go']);
    fail(4);
    expect(kind()).toBe('go');
  });

  it('probes with fresh calls and with retries by turns, while both wait', () => {
    const { clock, breaker, fail } = breakerAt();
    fail(5);
    const went: Asker[] = [];
    for (; clock.now < 10_000; clock.now += 50) {
      // Retries always come first, and many times: they must not take every turn.
      for (const asker of ['retry', 'retry', 'retry', 'fresh'] as const) {
        if (breaker.admit(asker).kind === 'go') went.push(asker);
      }
    }
    expect(went).toEqual(['retry', 'fresh', 'retry', 'fresh', 'retry', 'fresh', 'retry', 'fresh', 'retry']);
  });

  it('does not keep a turn for those who do not come back', () => {
    const { clock, fail, kind } = breakerAt();
    fail(5);
    clock.now = 1_000;
    expect(kind('retry')).toBe('go');
    expect(kind('fresh')).toBe('down');
    clock.now = 2_000;
    expect(kind('retry')).toBe('down');
    clock.now = 3_000;
    expect(kind('retry')).toBe('go');
  });
});

describe('a call that is turned away comes back', () => {
  it('in a line, five a second, however many they are', () => {
    const { breaker, fail } = breakerAt();
    fail(5);
    const delays = Array.from({ length: 1_000 }, () => comeBackIn(breaker));
    expect(Math.min(...delays)).toBe(1_000);
    expect(delays.at(-1)).toBe(200_000);
    expect(delays.filter((delay) => delay > 30_000 && delay <= 31_000)).toHaveLength(5);
  });

  it('after a tenth of the time that it has been down, and at most after minutes', () => {
    const { clock, breaker, fail } = breakerAt();
    fail(5);
    const after = (minutes: number) => {
      clock.now = minutes * 60_000;
      breaker.admit('retry'); // the probe
      return comeBackIn(breaker);
    };
    expect(after(5)).toBe(30_000);
    expect(after(60)).toBe(360_000);
    expect(after(60 * 24)).toBe(600_000);
  });
});

it('each destination of each brand has a breaker of its own', () => {
  const breakers = new Breakers({ now: () => 0, random: () => 0 });
  for (let left = 5; left > 0; left--) breakers.of('lucky', 'operator').record('down');
  expect(breakers.of('lucky', 'operator').isOpen).toBe(true);
  expect(breakers.of('royal', 'operator').isOpen).toBe(false);
  expect(breakers.of('lucky', 'crm').isOpen).toBe(false);
});
