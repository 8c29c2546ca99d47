import type { Action } from '../../catalogue/action/definition.js';
import { renderCall } from '../../catalogue/action/render.js';
import type { BrandCatalogue } from '../../catalogue/brand/definition.js';
import type { Catalogue } from '../../catalogue/catalogue.js';
import { TEST } from '../../client/calls/test-call.js';
import { callKey } from '../../workflows/contracts/calls/call-key.js';
import type { PreparedCall } from '../../workflows/contracts/calls/call.js';
import { maskHeader, maskQuery } from '../http/mask-secrets.js';
import type { CallContext } from './find-action.js';
import { maskedProof } from './masked-proof.js';

/** A request as it would be sent, with masked credentials; or the reason why it would not be sent. */
export type Shown =
  | {
      readonly kind: 'ready';
      readonly call: PreparedCall;
      /** Path and query below the destination's URL. */
      readonly path: string;
      readonly headers: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'refused'; readonly reason: string };

/** Renders an action's request like a call, for a preview (`id` null) or a test. Sends nothing. */
export function renderShown(
  catalogue: Catalogue,
  brand: BrandCatalogue,
  action: Action,
  { playerId, fields, event, state, campaign, lookup }: CallContext,
  id: string | null,
): Shown {
  const decidedBy = id === null ? '~preview' : TEST;
  const key = { brand: brand.brand, owner: decidedBy, eventId: id ?? '', freshStarts: 0, step: action.name };
  const rendered = renderCall(
    withAction(catalogue, brand, action),
    {
      callKey: callKey(key),
      brand: brand.brand,
      action: action.name,
      playerId,
      fields,
      event,
      state: state ?? null,
      campaign: campaign ?? null,
      decidedBy,
    },
    lookup,
  );
  const destination = brand.destinations.get(action.destination);
  if (rendered.kind === 'refused' || !destination) {
    return { kind: 'refused', reason: rendered.kind === 'refused' ? rendered.reason : 'the action has no destination' };
  }
  const proof = maskedProof(destination);
  const { call } = rendered;
  const headers = Object.entries(call.headers).map(([name, value]) => [name, maskHeader(name, value)] as const);
  return {
    kind: 'ready',
    call,
    path: maskedPath(call.path, proof.query),
    headers: { ...Object.fromEntries(headers), ...proof.headers },
  };
}

/** Returns the catalogue with an action that can be a draft. */
function withAction(catalogue: Catalogue, brand: BrandCatalogue, action: Action): Catalogue {
  const actions = new Map([...brand.actions, [action.name, action]]);
  return { ...catalogue, brands: new Map([...catalogue.brands, [brand.brand, { ...brand, actions }]]) };
}

function maskedPath(path: string, added: Readonly<Record<string, string>>): string {
  const [place = '', query = ''] = path.split(/\?(.*)/s);
  const parts = [query === '' ? '' : maskQuery(query), new URLSearchParams(added).toString()];
  const whole = parts.filter((part) => part !== '').join('&');
  return whole === '' ? place : `${place}?${whole}`;
}
