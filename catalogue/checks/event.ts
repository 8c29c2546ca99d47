import type { EventDefinition } from '../catalogue.js';
import type { Issue } from '../read/issues.js';
import { EVENT_TYPE } from '../schema/event.js';
import { schemaIssues } from './json-schema.js';

/** What is wrong with an event's definition. */
export function eventIssues({ type, data }: EventDefinition): Issue[] {
  const named = EVENT_TYPE.test(type)
    ? []
    : [{ path: [], message: 'is no type of event: use letters, digits, dots, dashes and underscores, a letter first' }];
  return [...named, ...schemaIssues(data, ['data'])];
}
