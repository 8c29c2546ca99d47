import type { Issue } from '../load/issues.js';
import type { Source } from './definition.js';

const SECOND = 1_000;
const DAY = 86_400_000;

const CHOICE =
  'is missing, and the map has no id: choose how a repeated event is recognised. ' +
  'map: { id: body.… } (or query.…, headers.…): if two events have one id, the second is lost, and a retry with a new id is acted on ' +
  'twice. identity: { window: 10 s }: equal requests within that time count as one event, so ' +
  'a second real event is lost, and a later retry is acted on twice';

export function sourceIssues({ map: { id }, identity }: Source): Issue[] {
  if (id?.kind === 'fixed') {
    return [{ path: ['map', 'id'], message: 'is the same for every event, so only the first would count: use a path' }];
  }
  if (identity === null) return id === null ? [{ path: ['identity'], message: CHOICE }] : [];
  if (identity.window >= SECOND && identity.window <= DAY) return [];
  return [
    {
      path: ['identity', 'window'],
      message: 'must be 1 s to 1 day: choose a time that covers all retries of the sender',
    },
  ];
}
