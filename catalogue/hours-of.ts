import type { Scope } from '../templating/tree.js';
import type { AllowedHours } from '../workflows/contracts/clearance.js';
import type { JsonValue } from '../workflows/contracts/json.js';
import type { Action, BrandCatalogue } from './catalogue.js';
import { isTimeZone } from './local-clock.js';
import { valueAt } from './select-answer.js';

/** The hours in which a call may leave, in the player's zone as far as that is known; `null` for any hour. */
export function hoursOf(brand: BrandCatalogue, { allowedHours }: Action, scope: Scope): AllowedHours | null {
  if (allowedHours === null) return null;
  const { from, until, outside, timeZone: path } = allowedHours;
  if (path === null) return { from, until, timeZone: brand.timeZone, outside };
  const named = valueAt(scope as JsonValue, path);
  if (typeof named === 'string' && isTimeZone(named)) return { from, until, timeZone: named, outside };
  return { from, until, timeZone: brand.timeZone, outside, fallback: `the brand's zone, since ${path} names none` };
}
