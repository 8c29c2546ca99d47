import type { Scope } from '../../templating/tree.js';
import type { AllowedHours, Blocked } from '../../workflows/contracts/calls/recheck.js';
import type { JsonValue } from '../../workflows/contracts/json.js';
import type { Action } from '../action/definition.js';
import type { BrandCatalogue } from '../brand/definition.js';
import { valueAtPath } from '../lookup/select-answer.js';
import { clockChange, isTimeZone, timeOfDay } from './local-clock.js';

const DAY = 86_400_000;

/** True if a call can leave at an instant, by the clocks of the zone, also after a clock change. */
export function isAllowed(hours: AllowedHours, instant: number): boolean {
  const [from, until, now] = [startOf(hours.from), startOf(hours.until), timeOfDay(hours.timeZone, instant)];
  return from < until ? from <= now && now < until : from <= now || now < until;
}

/**
 * The first instant from `from` on at which a call may leave. Hours that begin while clocks are put forward begin with
 * the change; an hour that clocks repeat counts both times.
 */
export function nextAllowed(hours: AllowedHours, from: number): number {
  let instant = from;
  while (!isAllowed(hours, instant)) {
    const wait = (startOf(hours.from) - timeOfDay(hours.timeZone, instant) + DAY) % DAY;
    instant = clockChange(hours.timeZone, instant, instant + wait) ?? instant + wait;
  }
  return instant;
}

/** The effect of the hours on a call at an instant; `null` if it can leave. */
export function outsideHours(hours: AllowedHours, instant: number): Exclude<Blocked, { kind: 'held' }> | null {
  if (isAllowed(hours, instant)) return null;
  const { from, until, timeZone, fallback, outside } = hours;
  const note = fallback === undefined ? '' : `, ${fallback}`;
  const reason = `outside its hours, ${from} to ${until} in ${timeZone}${note}`;
  if (outside === 'drop') return { kind: 'suppressed', by: 'the allowed hours', reason };
  return { kind: 'later', until: new Date(nextAllowed(hours, instant)).toISOString(), reason };
}

function startOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return (hour * 60 + minute) * 60_000;
}

/** The hours in which a call may leave, in the player's zone as far as that is known; `null` for any hour. */
export function hoursOf(brand: BrandCatalogue, { allowedHours }: Action, scope: Scope): AllowedHours | null {
  if (allowedHours === null) return null;
  const { from, until, outside, timeZone: path } = allowedHours;
  if (path === null) return { from, until, timeZone: brand.timeZone, outside };
  const named = valueAtPath(scope as JsonValue, path);
  if (typeof named === 'string' && isTimeZone(named)) return { from, until, timeZone: named, outside };
  return { from, until, timeZone: brand.timeZone, outside, fallback: `the brand's zone, because ${path} has none` };
}
