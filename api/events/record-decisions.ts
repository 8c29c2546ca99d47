import type { Decision } from '../../client/events/decisions.js';
import { reasonCode } from '../../client/events/reason-codes.js';
import { shorten } from '../http/problem.js';
import type { Services } from '../services.js';

/** What may be told of an event in a log, as far as it is known: its player by the name that the brand's players have. */
export interface EventLabel {
  readonly brand: string | null;
  readonly id: string | null;
  readonly type: string | null;
  readonly playerId: string | null;
}

/** Counts what an event came to, and writes a line for each decision by which it was not taken. */
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

/** Counts and writes down an event that is invalid. */
export function recordInvalid(
  services: Pick<Services, 'log' | 'metrics'>,
  about: EventLabel,
  [{ field, message }]: readonly [{ field: string; message: string }, ...unknown[]],
): void {
  recordDecisions(services, about, [{ decision: 'invalid', field, reason: message }]);
}
