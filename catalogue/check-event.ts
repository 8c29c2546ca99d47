import type { BrandCatalogue } from './catalogue.js';
import { checkSchema } from './check-schema.js';

/** What is wrong with an event's data: `field` is where, from the event's root (`data.amount.currency`). */
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
