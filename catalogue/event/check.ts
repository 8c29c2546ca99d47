import type { BrandCatalogue } from '../brand/definition.js';
import { checkSchema, schemaIssues } from '../json-schema.js';
import type { Issue } from '../load/issues.js';
import type { EventDefinition } from './definition.js';
import { EVENT_TYPE } from './schema.js';

/** A fault of an event's data; `field` is its place from the event's root (`data.amount.currency`). */
export interface EventFault {
  readonly field: string;
  readonly reason: string;
}

/** Checks the data of an event against what the brand declares for its type; `null` for no fault, or no such type. */
export function checkEventData(brand: BrandCatalogue, type: string, data: unknown): EventFault | null {
  const definition = brand.events.get(type);
  const fault = definition === undefined ? null : checkSchema(definition.data, data);
  return fault && { field: fault.path === '' ? 'data' : `data.${fault.path}`, reason: fault.reason };
}

export function eventIssues({ type, data }: EventDefinition): Issue[] {
  const named = EVENT_TYPE.test(type)
    ? []
    : [
        {
          path: [],
          message:
            'is not a valid event type: use letters, digits, dots, dashes and underscores, starting with a letter',
        },
      ];
  return [...named, ...schemaIssues(data, ['data'])];
}
