import type { z } from 'zod';
import type { EventDefinition } from './definition.js';
import { expandSchema } from './money-schema.js';
import type { eventSchema } from './schema.js';

/** A type of event. */
export function toEvent(type: string, { title, data }: z.output<typeof eventSchema>): EventDefinition {
  const { schema, money, players } = expandSchema(data);
  return { type, title: title ?? type, data: schema, money, players };
}
