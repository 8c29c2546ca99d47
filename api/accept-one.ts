import type { Decision, IncomingEvent } from '../client/decisions.js';
import { recordDecisions } from './record-decisions.js';
import { refuseDecisions } from './routes/refuse-event.js';
import type { Services } from './services.js';

/** How a single event is taken: `dryRun` decides and does nothing, `strict` refuses what nobody listens to. */
export interface Acceptance {
  readonly dryRun: boolean;
  readonly strict: boolean;
}

/** Has one event routed, counts what it came to, and throws the problem of one that is invalid. */
export async function acceptOne(
  services: Services,
  event: IncomingEvent,
  { dryRun, strict }: Acceptance,
): Promise<Decision[]> {
  const decisions = await services.journeys.accept(event, { dryRun });
  if (!dryRun) recordDecisions(services, event, decisions);
  refuseDecisions(decisions, strict);
  return decisions;
}
