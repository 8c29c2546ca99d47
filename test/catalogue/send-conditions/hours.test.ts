import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAllowed, nextAllowed, outsideHours } from '../../../catalogue/send-conditions/hours.js';
import type { AllowedHours } from '../../../workflows/contracts/calls/recheck.js';

const MINUTE = 60_000;

function hours(text: string, timeZone = 'Europe/Malta', outside: AllowedHours['outside'] = 'wait'): AllowedHours {
  const [from = '', until = ''] = text.split('-');
  return { from, until, timeZone, outside };
}

/** When a call may leave that is decided at an instant, as ISO 8601. */
function next(allowed: AllowedHours, at: string): string {
  return new Date(nextAllowed(allowed, Date.parse(at))).toISOString();
}

describe('the first moment in which a call may leave', () => {
  it.each([
    ['within the hours: now', '09:00-21:00', '2026-01-15T10:30:00.500Z', '2026-01-15T10:30:00.500Z'],
    ['their first minute counts', '09:00-21:00', '2026-01-15T08:00:00.000Z', '2026-01-15T08:00:00.000Z'],
    ['a moment before', '09:00-21:00', '2026-01-15T07:59:59.999Z', '2026-01-15T08:00:00.000Z'],
    ['their end is out', '09:00-21:00', '2026-01-15T20:00:00.000Z', '2026-01-16T08:00:00.000Z'],
    ['the last moment is in', '09:00-21:00', '2026-01-15T19:59:59.999Z', '2026-01-15T19:59:59.999Z'],
    ['at night: in the morning', '09:00-21:00', '2026-01-15T02:00:00.000Z', '2026-01-15T08:00:00.000Z'],
    ['over midnight, late', '22:00-06:00', '2026-01-15T23:30:00.000Z', '2026-01-15T23:30:00.000Z'],
    ['over midnight, early', '22:00-06:00', '2026-01-15T04:59:59.999Z', '2026-01-15T04:59:59.999Z'],
    ['over midnight, by day', '22:00-06:00', '2026-01-15T05:00:00.000Z', '2026-01-15T21:00:00.000Z'],
    ['until midnight', '09:00-00:00', '2026-01-15T23:00:00.000Z', '2026-01-16T08:00:00.000Z'],
  ])('%s', (_, text, at, expected) => {
    expect(next(hours(text), at)).toBe(expected);
  });

  it("is by the player's own clock", () => {
    const at = '2026-01-15T12:00:00.000Z';
    expect(next(hours('09:00-21:00', 'Australia/Sydney'), at)).toBe('2026-01-15T22:00:00.000Z');
    expect(next(hours('09:00-21:00', 'America/Los_Angeles'), at)).toBe('2026-01-15T17:00:00.000Z');
    expect(next(hours('09:00-21:00', 'Asia/Kathmandu'), '2026-01-15T01:00:00.000Z')).toBe('2026-01-15T03:15:00.000Z');
    expect(next(hours('09:00-21:00', 'UTC'), at)).toBe(at);
  });

  // In Malta clocks go from 02:00 to 03:00 on 29 March 2026, at 01:00 UTC, and from 03:00 to 02:00 on 25 October 2026.
  it.each([
    ['the night is an hour shorter in spring', '09:00-21:00', '2026-03-28T21:00:00.000Z', '2026-03-29T07:00:00.000Z'],
    ['and an hour longer in autumn', '09:00-21:00', '2026-10-24T20:00:00.000Z', '2026-10-25T08:00:00.000Z'],
    [
      'hours that begin in the gap begin after it',
      '02:30-21:00',
      '2026-03-29T00:00:00.000Z',
      '2026-03-29T01:00:00.000Z',
    ],
    [
      'hours that lie in the gap wait for the next day',
      '02:10-02:50',
      '2026-03-29T00:30:00.000Z',
      '2026-03-30T00:10:00.000Z',
    ],
    ['hours that end in the gap end with it', '22:00-02:30', '2026-03-29T01:00:00.000Z', '2026-03-29T20:00:00.000Z'],
    [
      'hours in the repeated hour: the first time',
      '02:10-02:50',
      '2026-10-24T23:00:00.000Z',
      '2026-10-25T00:10:00.000Z',
    ],
    ['and the second time', '02:10-02:50', '2026-10-25T00:50:00.000Z', '2026-10-25T01:10:00.000Z'],
  ])('%s', (_, text, at, expected) => {
    expect(next(hours(text), at)).toBe(expected);
  });

  it('is allowed, and none before it is, whatever the zone, the hours and the day', () => {
    const time = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }));
    const text = ([hour, minute]: [number, number]): string =>
      `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
    const zone = fc.constantFrom('Europe/Malta', 'America/Sao_Paulo', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC');
    // Around both changes of clocks of the year, to the minute.
    const day = fc.constantFrom('2026-03-29', '2026-04-05', '2026-10-04', '2026-10-25', '2026-07-01');
    const minute = fc.integer({ min: -24 * 60, max: 24 * 60 });
    fc.assert(
      fc.property(time, time, zone, day, minute, (from, until, timeZone, date, offset) => {
        const allowed = hours(`${text(from)}-${text(until)}`, timeZone);
        const start = Date.parse(date) + offset * MINUTE;
        const found = nextAllowed(allowed, start);
        expect(isAllowed(allowed, found)).toBe(true);
        for (let at = start; at < found; at += MINUTE) {
          if (isAllowed(allowed, at)) throw new Error(`${new Date(at).toISOString()} comes first`);
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('a call outside its hours', () => {
  const at = Date.parse('2026-01-15T02:00:00Z');

  it('waits for them, and says until when', () => {
    expect(outsideHours(hours('09:00-21:00'), at)).toEqual({
      kind: 'later',
      until: '2026-01-15T08:00:00.000Z',
      reason: 'outside its hours, 09:00 to 21:00 in Europe/Malta',
    });
    expect(outsideHours(hours('09:00-21:00'), Date.parse('2026-01-15T12:00:00Z'))).toBeNull();
  });

  it('is dropped where its action says so, and tells that the zone is assumed', () => {
    const fallback = "the brand's zone, because state.time_zone has none";
    expect(outsideHours({ ...hours('09:00-21:00', 'UTC', 'drop'), fallback }, at)).toEqual({
      kind: 'suppressed',
      by: 'the allowed hours',
      reason: `outside its hours, 09:00 to 21:00 in UTC, ${fallback}`,
    });
  });
});
