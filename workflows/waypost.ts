/** The words that journeys are written in. Journeys import from here alone: this path stays, whatever moves behind it. */
export { atLeast, type Money, type MoneyTable } from './contracts/money.js';
export type { JsonObject, JsonValue } from './contracts/json.js';
export { journey, type Journey } from './runs/journey.js';
export type { JourneyContext, StoryEnd } from './runs/journey-context.js';
