import type { z } from 'zod';
import type { Catalogue } from '../catalogue/catalogue.js';
import { decimalMoney } from '../catalogue/decimal-money.js';
import type { IncomingEvent } from '../client/decisions.js';
import { brandOfEvent } from './brands.js';
import { eventSchema, type EventBody } from './schemas/event.js';
import { faultsOf, type Fault } from './schemas/problem.js';

/** An event that may be routed, or what is wrong with it. */
export type Judged =
  | { readonly event: IncomingEvent; readonly faults: null }
  | { readonly event: null; readonly faults: readonly [Fault, ...Fault[]] };

/** Judges what came as an event: its envelope, its brand among `brands`, its age. Its money becomes decimal. */
export function judgeEvent(
  input: unknown,
  brands: readonly string[],
  catalogue: Catalogue,
  schema: z.ZodType<EventBody> = eventSchema,
): Judged {
  const parsed = schema.safeParse(input);
  if (!parsed.success) return { event: null, faults: faultsOf(parsed.error) };
  const decided = brandOfEvent(brands, parsed.data.brand, catalogue);
  if ('refusal' in decided) return { event: null, faults: [{ field: 'brand', message: decided.refusal }] };
  const event = incomingEvent(parsed.data, decided.brand);
  const fault = faultOfAge(event, catalogue);
  return fault ? { event: null, faults: [fault] } : withDecimalMoney(event, catalogue);
}

function withDecimalMoney(event: IncomingEvent, catalogue: Catalogue): Judged {
  const definition = catalogue.brands.get(event.brand)?.events.get(event.type);
  if (!definition) return { event, faults: null };
  const made = decimalMoney(definition, event.data);
  if (made.kind === 'fault') return { event: null, faults: [made.fault] };
  return { event: { ...event, data: made.data }, faults: null };
}

function incomingEvent(body: EventBody, brand: string): IncomingEvent {
  const { id, type, playerId, occurredAt, data, state, campaign } = body;
  return {
    brand,
    id,
    type,
    playerId,
    occurredAt,
    data,
    ...(state === undefined ? {} : { state }),
    ...(campaign === undefined
      ? {}
      : { campaign: { id: campaign.id, ...(campaign.name === undefined ? {} : { name: campaign.name }) } }),
  };
}

function faultOfAge(event: IncomingEvent, catalogue: Catalogue): Fault | null {
  const brand = catalogue.brands.get(event.brand);
  if (!brand) return { field: 'brand', message: `is not in the catalogue: add ${event.brand} to it` };
  if (Date.now() - Date.parse(event.occurredAt) <= brand.eventWindow) return null;
  const days = Math.floor(brand.eventWindow / 86_400_000);
  return { field: 'occurredAt', message: `too-old: events of ${event.brand} are taken for ${days} days` };
}
