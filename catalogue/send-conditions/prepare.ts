import { renderPath, renderQuery } from '../../templating/render/url.js';
import type { Scope } from '../../templating/tree.js';
import type { CallRequest, PreparedCall } from '../../workflows/contracts/calls/call.js';
import type { StatusQuestion } from '../../workflows/contracts/calls/status.js';
import type { Money } from '../../workflows/contracts/money.js';
import type { Action } from '../action/definition.js';
import { templatesOf } from '../action/templates.js';
import type { BrandCatalogue } from '../brand/definition.js';
import { asksChannel } from '../guard/judge.js';
import { hoursOf } from './hours.js';
import { limitsOf } from './limits.js';

/** The parts of a prepared call that say whether and when it may be sent, and how it is asked about. */
type Restrained = Pick<PreparedCall, 'expires' | 'guards' | 'hours' | 'limits' | 'status'>;

/** The send conditions that apply to a call, or the reason why it must not be sent. @throws RenderRefused */
export function sendConditionsOf(
  brand: BrandCatalogue,
  action: Action,
  request: CallRequest,
  { scope, value }: { readonly scope: Scope; readonly value: Money | null },
): Restrained | { readonly fault: string } {
  const limits = limitsOf(action, request, value);
  if ('fault' in limits) return limits;
  const guards = action.guards.map((name) => askedAs(brand, action, name));
  const hours = hoursOf(brand, action, scope);
  const status = statusOf(action, scope);
  return {
    ...(action.expires === null ? {} : { expires: action.expires }),
    ...(guards.length === 0 ? {} : { guards }),
    ...(hours === null ? {} : { hours }),
    ...(limits.claims.length === 0 ? {} : { limits: limits.claims }),
    ...(status === null ? {} : { status }),
  };
}

function askedAs({ guards }: BrandCatalogue, { channel }: Action, name: string): string {
  const guard = guards.get(name);
  return guard !== undefined && asksChannel(guard) && channel !== null ? `${name}:${channel}` : name;
}

function statusOf(action: Action, scope: Scope): StatusQuestion | null {
  const templates = templatesOf(action).status;
  if (action.status === null || templates === null || action.mode !== 'reconcile') return null;
  const { done, notDone, after, patience } = action.status;
  const query = renderQuery(templates.query, scope);
  const path = renderPath(templates.path, scope) + (query === '' ? '' : `?${query}`);
  return { path, done, notDone, after, patience };
}
