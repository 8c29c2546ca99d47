import type { z } from 'zod';
import { decimalMoney } from '../../catalogue/event/decimal-money.js';
import { changePlayers } from '../../catalogue/event/player-id.js';
import { EVENT_TYPE } from '../../catalogue/event/schema.js';
import type { IncomingEvent } from '../../client/events/decisions.js';
import { MAX_EVENT_ID_LENGTH } from '../../workflows/contracts/names.js';
import { isOwnEvent } from '../../workflows/contracts/runs/own-events.js';
import { Problem } from '../http/errors.js';
import { type Fault, faultsOf } from '../http/problem.js';
import { brandOfEvent } from '../keys/brands.js';
import type { Intake } from './intake.js';
import type { EventLabel } from './record-decisions.js';
import { type EventBody, eventSchema } from './schemas.js';

/** A valid event, or its faults. */
export type Judged =
  | { readonly event: IncomingEvent; readonly faults: null; readonly about: EventLabel }
  | { readonly event: null; readonly faults: readonly [Fault, ...Fault[]]; readonly about: EventLabel };

/** The same without the label for logs. */
type Verdict =
  | { readonly event: IncomingEvent; readonly faults: null }
  | { readonly event: null; readonly faults: readonly [Fault, ...Fault[]] };

/**
 * Checks an event: its envelope, its brand among `brands`, its player, its age. Converts its money to decimals and its
 * players to the ids by which the brand knows them.
 */
export function judgeEvent(
  input: unknown,
  brands: readonly string[],
  intake: Intake,
  schema: z.ZodType<EventBody> = eventSchema,
): Judged {
  const verdict = judge(input, brands, intake, schema);
  return { ...verdict, about: verdict.event ?? labelOf(input, brands, intake) };
}

function judge(input: unknown, brands: readonly string[], intake: Intake, schema: z.ZodType<EventBody>): Verdict {
  const parsed = schema.safeParse(input);
  if (!parsed.success) return { event: null, faults: faultsOf(parsed.error) };
  const decided = brandOfEvent(brands, parsed.data.brand, intake.catalogue);
  if ('refusal' in decided) return { event: null, faults: [{ field: 'brand', message: decided.refusal }] };
  if (isOwnEvent(parsed.data.type)) {
    return {
      event: null,
      faults: [{ field: 'type', message: "begins with waypost., which is reserved for Waypost's own events" }],
    };
  }
  const named = intake.player(decided.brand, parsed.data.playerId);
  if ('refusal' in named) return { event: null, faults: [{ field: 'playerId', message: named.refusal }] };
  const event = incomingEvent({ ...parsed.data, ...named }, decided.brand);
  const fault = faultOfAge(event, intake);
  return fault ? { event: null, faults: [fault] } : withOurData(event, intake);
}

function withOurData(event: IncomingEvent, { catalogue, player }: Intake): Verdict {
  const definition = catalogue.brands.get(event.brand)?.events.get(event.type);
  if (!definition) return { event, faults: null };
  const made = decimalMoney(definition, event.data);
  if (made.kind === 'fault') return { event: null, faults: [made.fault] };
  const faults: Fault[] = [];
  const data = changePlayers(definition, made.data, (playerId, field) => {
    const named = player(event.brand, playerId);
    if ('playerId' in named) return named.playerId;
    faults.push({ field, message: named.refusal });
    return playerId;
  });
  const [first, ...rest] = faults;
  return first ? { event: null, faults: [first, ...rest] } : { event: { ...event, data }, faults: null };
}

/** Returns the parts of an invalid event that a log may show. A player's id is shown only as the brand knows it. */
function labelOf(input: unknown, brands: readonly string[], intake: Intake): EventLabel {
  const parts: Partial<Record<string, unknown>> = typeof input === 'object' && input !== null ? { ...input } : {};
  const short = (name: string): string | null => {
    const value = parts[name];
    return typeof value === 'string' && value !== '' && value.length <= MAX_EVENT_ID_LENGTH ? value : null;
  };
  const [named, type, playerId] = [short('brand') ?? undefined, short('type'), short('playerId')];
  const decided = brandOfEvent(brands, named, intake.catalogue);
  const brand = 'brand' in decided ? decided.brand : null;
  const isType = type !== null && EVENT_TYPE.test(type);
  return { brand, id: short('id'), type: isType ? type : null, playerId: nameOf(intake, brand, playerId) };
}

function nameOf(intake: Intake, brand: string | null, playerId: string | null): string | null {
  if (brand === null || playerId === null) return null;
  try {
    const named = intake.player(brand, playerId);
    return 'playerId' in named ? named.playerId : null;
  } catch (error) {
    if (error instanceof Problem) return null; // the key is missing, which is reported where it is needed
    throw error;
  }
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

function faultOfAge(event: IncomingEvent, { catalogue }: Intake): Fault | null {
  const brand = catalogue.brands.get(event.brand);
  if (!brand) return { field: 'brand', message: `is not in the catalogue: add ${event.brand}` };
  if (Date.now() - Date.parse(event.occurredAt) <= brand.eventWindow) return null;
  const days = Math.floor(brand.eventWindow / 86_400_000);
  return { field: 'occurredAt', message: `too-old: ${event.brand} takes events for ${days} days` };
}
