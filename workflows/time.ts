import { tzOffset } from '@date-fns/tz';

/** The run's time: the same at every replay. ISO 8601 in UTC. */
export function now(): string {
  return new Date(Date.now()).toISOString();
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * The first instant from `from` on (both in milliseconds since 1970) at which clocks in a time zone show a full hour.
 * An hour that a change of clocks leaves out counts as the instant of the change's end; one that it repeats counts once.
 * @throws RangeError for a time zone that is not in the IANA database.
 */
export function nextLocalHour(from: number, hour: number, timeZone: string): number {
  const midnight = Math.floor((from + offset(timeZone, from)) / DAY) * DAY;
  for (let day = 0; ; day++) {
    const local = midnight + day * DAY + hour * HOUR;
    // The offset that holds there may differ from the one that leads there: one step settles it.
    const instant = local - offset(timeZone, local - offset(timeZone, local));
    if (instant >= from) return instant;
  }
}

function offset(timeZone: string, instant: number): number {
  const minutes = tzOffset(timeZone, new Date(instant));
  if (Number.isNaN(minutes)) throw new RangeError(`"${timeZone}" is no time zone: write one like Europe/Malta`);
  return minutes * 60_000;
}
