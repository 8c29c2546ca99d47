import { RenderRefused } from '../templating/errors.js';
import { renderBody } from '../templating/render-body.js';
import { renderPath, renderQuery } from '../templating/render-url.js';
import type { Scope } from '../templating/tree.js';
import type { CallRequest, PreparedCall, Preparation } from '../workflows/contracts/call.js';
import type { JsonObject } from '../workflows/contracts/json.js';
import type { Money } from '../workflows/contracts/money.js';
import { callbacksQueue } from '../workflows/contracts/task-queues.js';
import type { Action, Catalogue, Destination } from './catalogue.js';
import { checkFields } from './check-fields.js';
import { findAction, findDestination } from './find.js';
import { templatesOf } from './templates.js';

/** What a call comes to once rendered. */
export type RenderedCall = Extract<Preparation, { kind: 'ready' | 'refused' }>;

/**
 * Turns a wish to call into the bytes to send, or says why it can't be sent. Pure: the same arguments give the same
 * bytes. `lookups` holds the answers of the lookups that the action's templates name.
 * @throws NotInCatalogue
 */
export function renderCall(catalogue: Catalogue, request: CallRequest, lookups: JsonObject): RenderedCall {
  const action = findAction(catalogue, request.brand, request.action);
  const destination = findDestination(catalogue, request.brand, action.destination);
  const fault = checkFields(action.fields, request.fields, `the action ${action.name}`);
  if (fault !== null) return { kind: 'refused', reason: fault };
  try {
    const rendered = render(action, scopeOf(request, lookups));
    const headers = headersOf(request, destination, rendered.body !== null);
    return { kind: 'ready', call: { ...decided(catalogue, action, destination, request), ...rendered, headers } };
  } catch (error) {
    if (error instanceof RenderRefused) return { kind: 'refused', reason: error.message };
    throw error;
  }
}

function decided(catalogue: Catalogue, action: Action, destination: Destination, request: CallRequest) {
  return {
    callKey: request.callKey,
    brand: request.brand,
    action: action.name,
    playerId: request.playerId,
    effect: action.effect,
    mode: action.mode,
    value: valueOf(action, request.fields),
    catalogue: catalogue.hash,
    destination: destination.name,
    queue: callbacksQueue(request.brand),
    timeout: destination.timeout,
    patience: action.patience,
    whenPatienceEnds: action.whenPatienceEnds,
    backOff: action.backOff,
    answers: action.answers,
    method: action.method,
  } satisfies Partial<PreparedCall>;
}

function render(action: Action, scope: Scope): { path: string; body: string | null } {
  const templates = templatesOf(action);
  const query = renderQuery(templates.query, scope);
  return {
    path: renderPath(templates.path, scope) + (query === '' ? '' : `?${query}`),
    body: templates.body === null ? null : renderBody(templates.body, scope),
  };
}

function scopeOf(request: CallRequest, lookups: JsonObject): Scope {
  return {
    event: request.event,
    fields: request.fields,
    lookup: lookups,
    brand: { id: request.brand },
    call: { key: request.callKey },
    player: { id: request.playerId },
    ...(request.state === null ? {} : { state: request.state }),
    ...(request.campaign === null ? {} : { campaign: request.campaign }),
  };
}

/** The headers that belong to the decision; what proves who we are is added to each attempt and kept nowhere. */
function headersOf(request: CallRequest, destination: Destination, hasBody: boolean): Record<string, string> {
  const extra = Object.entries(destination.headers).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    ...(Object.fromEntries(extra) as Record<string, string>),
    ...(hasBody ? { 'content-type': 'application/json' } : {}),
    'idempotency-key': request.callKey,
    'webhook-id': request.callKey,
  };
}

function valueOf(action: Action, fields: JsonObject): Money | null {
  if (action.value === null || action.value === 'unknown') return null;
  const value = fields[action.value.field]; // checked to be money by checkFields
  return value === undefined ? null : (value as unknown as Money);
}
