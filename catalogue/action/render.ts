import { MissingValue, RenderRefused } from '../../templating/errors.js';
import { renderBody } from '../../templating/render/body.js';
import { renderForm } from '../../templating/render/form.js';
import { renderHeader } from '../../templating/render/header.js';
import { OMITTED } from '../../templating/render/resolve.js';
import { renderText } from '../../templating/render/text.js';
import { renderPath, renderQuery } from '../../templating/render/url.js';
import type { Scope, TemplateNode, TextTemplate } from '../../templating/tree.js';
import type { CallRequest, PreparedCall } from '../../workflows/contracts/calls/call.js';
import type { JsonObject } from '../../workflows/contracts/json.js';
import type { Money } from '../../workflows/contracts/money.js';
import type { RenderedCall } from '../../workflows/contracts/runs/rule.js';
import type { Catalogue } from '../catalogue.js';
import type { Destination } from '../destination/definition.js';
import { queueOf } from '../destination/queues.js';
import { isEmail } from '../event/player-id.js';
import { findAction, findBrand, findDestination } from '../find.js';
import { sendConditionsOf } from '../send-conditions/prepare.js';
import type { Action } from './definition.js';
import { fastTrackHeaders } from './fast-track-headers.js';
import { checkFields, missingFields, missingValues, withDefaults } from './fields.js';
import { allPlaceholders, templatesOf } from './templates.js';

/**
 * Turns a wish to call into the bytes to send, or says why it can't be sent. Pure: the same arguments give the same
 * bytes. `lookups` holds the answers of the lookups that the action's templates name.
 * @throws NotInCatalogue
 */
export function renderCall(catalogue: Catalogue, request: CallRequest, lookups: JsonObject): RenderedCall {
  const action = findAction(catalogue, request.brand, request.action);
  const destination = findDestination(catalogue, request.brand, action.destination);
  if (isEmail(request.playerId)) return { kind: 'refused', reason: E_MAIL };
  const wish = { ...request, fields: withDefaults(action.fields, request.fields) };
  const brand = findBrand(catalogue, request.brand);
  const scope = callScope(wish, lookups, brand.playerState);
  const fault = checkFields(action.fields, request.fields, `the action ${action.name}`);
  if (fault !== null) return { kind: 'refused', reason: withMissing(fault, action, request, scope) };
  try {
    const { headers, ...rendered } = render(action, scope);
    const basics = decided(catalogue, action, destination, wish);
    const restraints = sendConditionsOf(brand, action, wish, { scope, value: basics.value });
    if ('fault' in restraints) return { kind: 'refused', reason: restraints.fault };
    return {
      kind: 'ready',
      call: {
        ...basics,
        ...rendered,
        headers: { ...headersOf(request, destination), ...headers, ...keyHeaders(request) },
        ...restraints,
      },
    };
  } catch (error) {
    if (!(error instanceof RenderRefused)) throw error;
    const first = error instanceof MissingValue ? null : error.message;
    return { kind: 'refused', reason: withMissing(first, action, request, scope) ?? error.message };
  }
}

/** A reason, and all that is missing beside it, so that one look shows everything. */
function withMissing<T extends string | null>(
  reason: T,
  action: Action,
  request: CallRequest,
  scope: Scope,
): T | string {
  const known = missingFields(action.fields, request.fields);
  const missing = missingValues(allPlaceholders(action), scope, known);
  return missing === null ? reason : reason === null ? missing : `${reason}; ${missing}`;
}

// Players of events are named at the edge; a journey may call for another player, by an id in an event's data.
const E_MAIL =
  "the player id is an e-mail address: declare the id in the event's schema as { $ref: '#/player' }, so that it is hashed";

function decided(catalogue: Catalogue, action: Action, destination: Destination, request: CallRequest) {
  return {
    callKey: request.callKey,
    brand: request.brand,
    action: action.name,
    playerId: request.playerId,
    effect: action.effect,
    mode: action.mode,
    value: valueOf(action, request.fields),
    decidedBy: request.decidedBy,
    catalogue: catalogue.hash,
    destination: destination.name,
    queue: queueOf(request.brand, destination),
    timeout: destination.timeout,
    patience: action.patience,
    whenPatienceEnds: action.whenPatienceEnds,
    backOff: action.backOff,
    answers: answersOf(action),
    method: action.method,
  } satisfies Partial<PreparedCall>;
}

const CONTENT_TYPES = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  text: 'text/plain; charset=utf-8',
} as const;

function render(action: Action, scope: Scope): Pick<PreparedCall, 'path' | 'headers' | 'body'> {
  const templates = templatesOf(action);
  const query = renderQuery(templates.query, scope);
  const headers = templates.headers.flatMap(([name, template]) => {
    const value = renderHeader(template, scope);
    return value === OMITTED ? [] : [[name, value] as const];
  });
  return {
    path: renderPath(templates.path, scope) + (query === '' ? '' : `?${query}`),
    headers: {
      ...(templates.body === null ? {} : { 'content-type': CONTENT_TYPES[action.contentType] }),
      ...Object.fromEntries(headers),
    },
    body: templates.body === null ? null : renderContent(templates.body, action, scope),
  };
}

function renderContent(body: TemplateNode | TextTemplate, action: Action, scope: Scope): string {
  if (!('kind' in body)) return renderText(body, scope);
  return action.contentType === 'form' ? renderForm(body, scope) : renderBody(body, scope);
}

/** The headers that belong to the decision; what proves who we are is added to each attempt and kept nowhere. */
function headersOf(request: CallRequest, destination: Destination): Record<string, string> {
  const extra = Object.entries(destination.headers).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name.toLowerCase(), value] as const] : [],
  );
  return {
    ...Object.fromEntries(extra),
    ...(destination.fastTrackHeaders ? fastTrackHeaders(request) : {}),
  };
}

function keyHeaders({ callKey }: CallRequest): Record<string, string> {
  return { 'idempotency-key': callKey, 'webhook-id': callKey };
}

function valueOf(action: Action, fields: JsonObject): Money | null {
  if (action.value === null || action.value === 'unknown') return null;
  const value = fields[action.value.field]; // checked to be money by checkFields
  return value === undefined ? null : (value as unknown as Money);
}

/** Rules for reading the answer; the mapping only if one is declared. */
function answersOf({ answers, answer }: Action): PreparedCall['answers'] {
  return answer.map === null && answer.schema === true ? answers : { ...answers, answer };
}

/**
 * Scope of a call's templates. `state` is the fresh state that came with the event, otherwise the answer of the brand's
 * `playerState` lookup.
 */
export function callScope(request: CallRequest, lookups: JsonObject, playerState: string | null): Scope {
  const state = request.state ?? (playerState === null ? undefined : lookups[playerState]);
  return {
    event: request.event,
    fields: request.fields,
    lookup: lookups,
    brand: { id: request.brand },
    call: { key: request.callKey },
    player: { id: request.playerId },
    ...(state === undefined ? {} : { state }),
    ...(request.campaign === null ? {} : { campaign: request.campaign }),
  };
}
