import type { Issue } from '../load/issues.js';
import type { Source } from './definition.js';

const SECOND = 1_000;
const DAY = 86_400_000;

const CHOICE =
  'is missing, and the map has no id: say how an event that is sent twice is known as one. ' +
  'map: { id: body.… } (or query.…, headers.…): an event is lost if the sender gives two of them one id, and acted on ' +
  'twice if its retry has a new id. identity: { window: 10 s }: requests that are alike are one event for that long, so ' +
  'a second real event within it is lost, and a retry after it is acted on twice';

export function sourceIssues({ map: { id }, identity }: Source): Issue[] {
  if (id?.kind === 'fixed') {
    return [
      { path: ['map', 'id'], message: 'is the same for every event, so that only the first is taken: name a path' },
    ];
  }
  if (identity === null) return id === null ? [{ path: ['identity'], message: CHOICE }] : [];
  if (identity.window >= SECOND && identity.window <= DAY) return [];
  return [{ path: ['identity', 'window'], message: 'must be 1 s to 1 day: long enough for all retries of the sender' }];
}
