import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import type { Catalogue } from '../../catalogue/catalogue.js';
import type { Source, SourceMap } from '../../catalogue/source/definition.js';
import { brandNamedBy, type EventParts, mapSource, placeOf, type SourceRequest } from '../../catalogue/source/map.js';
import type { JsonObject } from '../../workflows/contracts/json.js';
import type { Intake } from '../events/intake.js';
import { type Judged, judgeEvent } from '../events/judge-event.js';
import type { EventLabel } from '../events/record-decisions.js';
import { sourceEventSchema } from '../events/schemas.js';
import type { Fault } from '../http/problem.js';
import { fieldsOf, readJsonOrForm } from '../http/read-body.js';
import type { BrandSource, Offered } from './admit-sender.js';

/** The identity of an event. */
interface Identity {
  readonly id: string;
  /** Its place in the request. */
  readonly field: string;
  /** Validity of its hash in milliseconds; `null` if the request has an id. */
  readonly window: number | null;
}

/** The label of a request from which no event could be made. */
const NOTHING_KNOWN: EventLabel = { brand: null, id: null, type: null, playerId: null };

/** A checked event. `window`: validity of its id if that is a hash; `null` if the sender gave an id. */
export type JudgedSource = Judged & { readonly window: number | null };

/**
 * Makes an event from an upstream system's request, with the source of the brand that it names. Checks it like an event
 * in Waypost's own shape. Faults name places in the request.
 * @param signed true if the signature was checked, so that `webhook-id` can be trusted
 */
export function judgeSourceEvent(
  offered: Offered,
  request: SourceRequest,
  intake: Intake,
  signed: boolean,
): JudgedSource {
  const { source } = choose(offered, request, intake.catalogue);
  const mapped = mapSource(source, request);
  if (mapped.kind === 'fault') return refused(mapped.faults, NOTHING_KNOWN);
  const identity = identityOf(mapped.parts, source, request, signed);
  if (identity === null) {
    const about = { ...NOTHING_KNOWN, type: mapped.parts.type };
    return refused([{ field: placeOf(source.map, 'id'), message: NO_ID }], about);
  }
  const brands = offered.map(({ brand }) => brand);
  const judged = judgeEvent(eventOf(mapped.parts, identity), brands, intake, sourceEventSchema);
  if (judged.event !== null) return { ...judged, window: identity.window };
  const [first, ...rest] = judged.faults;
  const rename = (fault: Fault): Fault => ({ ...fault, field: renamed(fault.field, source.map, identity) });
  return refused([rename(first), ...rest.map(rename)], judged.about);
}

const NO_ID = "is missing: put the event's id there, or in the header Idempotency-Key";

function refused(faults: readonly [Fault, ...Fault[]], about: EventLabel): JudgedSource {
  return { event: null, faults, about, window: null };
}

/** Returns the source of the brand that the request names; else the first one, which is enough to report faults. */
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
  { name, map, identity }: Source,
  request: SourceRequest,
  signed: boolean,
): Identity | null {
  const given = (id: string, field: string): Identity => ({ id, field, window: null });
  if (parts.id !== null) return given(parts.id, placeOf(map, 'id'));
  const { 'idempotency-key': key, 'webhook-id': webhook } = request.headers;
  if (typeof key === 'string' && key !== '') return given(key, 'Idempotency-Key');
  if (signed && typeof webhook === 'string' && webhook !== '') return given(webhook, 'Webhook-Id');
  return identity && { id: requestHash(name, request), field: 'body', window: identity.window };
}

/** Returns the same id for equal requests, whatever their headers and token. */
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

/** Headers with credentials. No source may map them into an event. */
const PROOFS = ['authorization', 'proxy-authorization', 'x-api-key', 'cookie', 'webhook-signature'];

/** Reads an upstream system's request: JSON or a form, at most 256 kB. Throws problems of 400, 413 and 415. */
export async function readSourceRequest(request: Request, response: Response): Promise<SourceRequest> {
  const { body, bytes } = await readJsonOrForm(request, response);
  const [, rawQuery = ''] = /^[^?]*\?(.*)$/s.exec(request.originalUrl) ?? [];
  return {
    method: request.method,
    query: fieldsOf(rawQuery, 'query'),
    headers: plainHeaders(request),
    body,
    rawBody: bytes,
    rawQuery,
  };
}

function plainHeaders(request: Request): JsonObject {
  const headers = Object.entries(request.headers).flatMap(([name, value]) => {
    return typeof value !== 'string' || PROOFS.includes(name) ? [] : [[name, value] as const];
  });
  return Object.fromEntries(headers);
}
