import { createHash } from 'node:crypto';
import type { Catalogue } from '../../catalogue/catalogue.js';
import type { SourceMap } from '../../catalogue/definitions/source.js';
import { brandNamedBy, mapSource, placeOf, type EventParts, type SourceRequest } from '../../catalogue/map-source.js';
import type { Intake } from '../intake.js';
import { judgeEvent, type Judged } from '../judge-event.js';
import type { EventLabel } from '../record-decisions.js';
import { sourceEventSchema } from '../schemas/event.js';
import type { Fault } from '../schemas/problem.js';
import type { BrandSource, Offered } from './admit-sender.js';

/** How an event without an id of its own is known again: the header with its id, or else all of the request. */
interface Identity {
  readonly id: string;
  /** Where it stands in the request. */
  readonly field: string;
}

/** What is known of a request out of which no event could be made. */
const NOTHING_KNOWN: EventLabel = { brand: null, id: null, type: null, playerId: null };

/**
 * Makes one event of an upstream system's request, by the source of the brand that it names, and judges it as if it had
 * come in Waypost's own shape. Faults name the places in the request.
 * @param signed whether the signature was checked, so that `webhook-id` can be trusted
 */
export function judgeSourceEvent(offered: Offered, request: SourceRequest, intake: Intake, signed: boolean): Judged {
  const { source } = choose(offered, request, intake.catalogue);
  const mapped = mapSource(source, request);
  if (mapped.kind === 'fault') return { event: null, faults: mapped.faults, about: NOTHING_KNOWN };
  const identity = identityOf(mapped.parts, source.name, source.map, request, signed);
  const brands = offered.map(({ brand }) => brand);
  const judged = judgeEvent(eventOf(mapped.parts, identity), brands, intake, sourceEventSchema);
  if (judged.event !== null) return judged;
  const [first, ...rest] = judged.faults;
  const rename = (fault: Fault): Fault => ({ ...fault, field: renamed(fault.field, source.map, identity) });
  return { ...judged, faults: [rename(first), ...rest.map(rename)] };
}

/** The source of the brand that the request names; else the first, which will do to say what is wrong. */
function choose(offered: Offered, request: SourceRequest, catalogue: Catalogue): BrandSource {
  const meant = offered.find(({ brand, source }) => {
    const named = brandNamedBy(source, request);
    return named !== null && (named === brand || catalogue.brands.get(brand)?.origins.includes(named) === true);
  });
  return meant ?? offered[0];
}

function eventOf(parts: EventParts, { id }: Identity): object {
  const { type, playerId, occurredAt, data, state, campaign, brand } = parts;
  return {
    id,
    type,
    playerId,
    occurredAt: occurredAt ?? new Date().toISOString(),
    data,
    ...(state === null ? {} : { state }),
    ...(campaign === null ? {} : { campaign }),
    ...(brand === null ? {} : { brand }),
  };
}

function identityOf(
  parts: EventParts,
  source: string,
  map: SourceMap,
  request: SourceRequest,
  signed: boolean,
): Identity {
  if (parts.id !== null) return { id: parts.id, field: placeOf(map, 'id') };
  const { 'idempotency-key': key, 'webhook-id': webhook } = request.headers;
  if (typeof key === 'string' && key !== '') return { id: key, field: 'Idempotency-Key' };
  if (signed && typeof webhook === 'string' && webhook !== '') return { id: webhook, field: 'Webhook-Id' };
  return { id: requestHash(source, request), field: 'body' };
}

/** The same for the same request, whatever its headers and the token in its URL. */
function requestHash(source: string, { method, rawQuery, rawBody }: SourceRequest): string {
  const hash = createHash('sha256').update(JSON.stringify([method, source, rawQuery]));
  return `request-${hash.update(rawBody).digest('hex').slice(0, 40)}`;
}

function renamed(field: string, map: SourceMap, identity: Identity): string {
  switch (field) {
    case 'id':
      return identity.field;
    case 'type':
    case 'playerId':
    case 'occurredAt':
    case 'brand':
      return placeOf(map, field);
    default:
      return field;
  }
}
