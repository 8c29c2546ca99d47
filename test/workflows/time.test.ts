import { describe, expect, it } from 'vitest';
import { nextLocalHour } from '../../workflows/time.js';

const next = (from: string, hour: number, zone: string) =>
  new Date(nextLocalHour(Date.parse(from), hour, zone)).toISOString();

describe('nextLocalHour', () => {
  it.each([
    ['later today', '2026-06-01T05:00:00Z', 10, 'Europe/Malta', '2026-06-01T08:00:00.000Z'],
    ['tomorrow, once it has passed', '2026-06-01T09:00:00Z', 10, 'Europe/Malta', '2026-06-02T08:00:00.000Z'],
    ['at once, on the hour', '2026-06-01T08:00:00Z', 10, 'Europe/Malta', '2026-06-01T08:00:00.000Z'],
    ['over the change to summer time', '2026-03-28T12:00:00Z', 10, 'Europe/Malta', '2026-03-29T08:00:00.000Z'],
    ['over the change to winter time', '2026-10-24T12:00:00Z', 10, 'Europe/Malta', '2026-10-25T09:00:00.000Z'],
    ['in a zone whose day is ahead', '2026-06-01T20:00:00Z', 9, 'Asia/Tokyo', '2026-06-02T00:00:00.000Z'],
    ['in a zone with half hours', '2026-06-01T00:00:00Z', 9, 'Asia/Kolkata', '2026-06-01T03:30:00.000Z'],
    ['just before midnight', '2026-06-01T21:59:59Z', 0, 'Europe/Malta', '2026-06-01T22:00:00.000Z'],
  ])('is %s', (_, from, hour, zone, expected) => {
    expect(next(from, hour, zone)).toBe(expected);
  });

  it('finds an hour that the change of clocks leaves out at the end of the change', () => {
    expect(next('2026-03-28T23:00:00Z', 2, 'Europe/Malta')).toBe('2026-03-29T01:00:00.000Z');
  });

  it('refuses a zone that does not exist', () => {
    expect(() => next('2026-06-01T00:00:00Z', 9, 'Mars/Olympus')).toThrow(/no time zone/);
  });
});
