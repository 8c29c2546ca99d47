import { tzOffset } from '@date-fns/tz';

const DAY = 86_400_000;

/** True for an IANA name or an offset from UTC (`+02:00`). */
export function isTimeZone(name: string): boolean {
  return !Number.isNaN(tzOffset(name, new Date()));
}

/** Local time of a zone at an instant, in milliseconds since midnight. */
export function timeOfDay(timeZone: string, instant: number): number {
  return (((instant + offset(timeZone, instant)) % DAY) + DAY) % DAY;
}

/** The first instant after `from` and up to `to` from which clocks in a zone run otherwise than at `from`; `null` for none. */
export function clockChange(timeZone: string, from: number, to: number): number | null {
  const before = offset(timeZone, from);
  if (offset(timeZone, to) === before) return null;
  let [same, changed] = [from, to];
  while (changed - same > 1) {
    const middle = Math.floor((same + changed) / 2);
    if (offset(timeZone, middle) === before) same = middle;
    else changed = middle;
  }
  return changed;
}

/** Milliseconds that clocks are ahead of UTC. */
function offset(timeZone: string, instant: number): number {
  const minutes = tzOffset(timeZone, new Date(instant));
  if (Number.isNaN(minutes)) throw new RangeError(`"${timeZone}" is not a time zone: use one such as Europe/Malta`);
  return minutes * 60_000;
}
