import type { BrandCatalogue } from '../catalogue/catalogue.js';
import { isOwnEvent, OWN_EVENTS, type OwnEventType } from '../workflows/contracts/own-events.js';
import { rulesOn } from './plan-rules.js';

/** Which of Waypost's own events a brand's rules listen to: a run sends those, and no others. */
export function announcedBy(brand: BrandCatalogue): OwnEventType[] {
  return OWN_EVENTS.filter((type) => rulesOn(brand, type).some((rule) => rule.enabled));
}

/** What a run is told of it: nothing, where nobody listens, or where it was itself fired by such an event. */
export function announcesOf(brand: BrandCatalogue, startedBy: string): { announces?: readonly OwnEventType[] } {
  const announces = isOwnEvent(startedBy) ? [] : announcedBy(brand);
  return announces.length === 0 ? {} : { announces };
}
