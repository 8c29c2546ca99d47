import type { Request } from 'express';
import { NAME, parseRunId } from '../workflows/contracts/names.js';
import { runNotFound } from './errors.js';

/**
 * The run's id in a path, if it is one of the brand's. What is another brand's, Waypost's own, or no id at all gets
 * the very answer of a run that does not exist.
 */
export function runIdOf(request: Request, brand: string): string {
  for (const id of readings(request)) {
    const parts = parseRunId(id);
    if (parts) {
      if (parts.brand === brand && NAME.test(parts.journey)) return id;
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
