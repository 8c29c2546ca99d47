import type { Decision, IncomingEvent } from '../client/decisions.js';
import { refuseDecisions } from './routes/refuse-event.js';
import type { Services } from './services.js';

/** How a single event is taken: `dryRun` decides and does nothing, `strict` refuses what nobody listens to. */
export interface Acceptance {
  readonly dryRun: boolean;
  readonly strict: boolean;
}

/** Has one event routed, counts what it came to, and throws the problem of one that is invalid. */
export async function acceptOne(
  { journeys, metrics }: Services,
  event: IncomingEvent,
  { dryRun, strict }: Acceptance,
): Promise<Decision[]> {
  const decisions = await journeys.accept(event, { dryRun });
  if (!dryRun) metrics.countDecisions(event.brand, event.type, decisions);
  refuseDecisions(decisions, strict);
  return decisions;
}
