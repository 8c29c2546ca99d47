import type { JourneyEntry } from '../workflows/contracts/runs/journey-entry.js';
import * as journeys from '../workflows/journeys/index.js';

/** The entries of all journeys. */
export const entries: readonly JourneyEntry[] = Object.values(journeys).map((journey) => journey.entry);
