import type { Decision } from '../../client/events/decisions.js';
import { reasonCode } from '../../client/events/reason-codes.js';
import { shorten } from '../http/problem.js';
import type { Services } from '../services.js';

/** The known parts of an event that a log may show. The player's id is the one by which the brand knows the player. */
export interface EventLabel {
  readonly brand: string | null;
  readonly id: string | null;
  readonly type: string | null;
  readonly playerId: string | null;
}

/** Counts the decisions on an event and logs each one that did not take it. */
export function recordDecisions(
  { log, metrics }: Pick<Services, 'log' | 'metrics'>,
  { brand, id, type, playerId }: EventLabel,
  decisions: readonly Decision[],
): void {
  metrics.countDecisions(brand ?? '', type ?? '', decisions);
  for (const decision of decisions) {
    const code = reasonCode(decision);
    if (code === null) continue;
    const { decision: what, reason, ...about } = { reason: code, ...decision };
    log.info(
      { decision: what, code, reason: shorten(reason, 300), ...about, brand, event: id, type, player: playerId },
      'event not taken',
    );
  }
}

/** Counts and logs an invalid event. */
export function recordInvalid(
  services: Pick<Services, 'log' | 'metrics'>,
  about: EventLabel,
  [{ field, message }]: readonly [{ field: string; message: string }, ...unknown[]],
): void {
  recordDecisions(services, about, [{ decision: 'invalid', field, reason: message }]);
}
