import type { Request } from 'express';
import { CALL_RUN, NAME, parseRunId, RULE_RUN } from '../workflows/contracts/names.js';
import { runNotFound } from './errors.js';

/** Runs without a story that are explained and ordered about as a journey's are. */
const OF_OURS: readonly string[] = [RULE_RUN, CALL_RUN];

/**
 * The run's id in a path, if it is that of a journey's, rule's or call's run of the brand. What is another brand's,
 * another of Waypost's own, or no id at all gets the very answer of a run that does not exist.
 */
export function runIdOf(request: Request, brand: string): string {
  for (const id of readings(request)) {
    const parts = parseRunId(id);
    if (parts) {
      if (parts.brand === brand && (NAME.test(parts.journey) || OF_OURS.includes(parts.journey))) return id;
      throw runNotFound();
    }
  }
  throw runNotFound();
}

// An id holds percent sequences of its own. Callers should encode it once more, but many paste it as it is.
function readings(request: Request): string[] {
  const { id } = request.params;
  return [typeof id === 'string' ? id : '', request.path.split('/')[3] ?? ''];
}
