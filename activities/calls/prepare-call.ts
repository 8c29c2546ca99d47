import { Context } from '@temporalio/activity';
import { callScope, renderCall } from '../../catalogue/action/render.js';
import { lookupsBefore, lookupsForHours } from '../../catalogue/action/templates.js';
import { findAction, findBrand } from '../../catalogue/find.js';
import { hoursOf, outsideHours } from '../../catalogue/send-conditions/hours.js';
import type { Access } from '../../outbound/auth/authorise.js';
import { OptionCache } from '../../outbound/lookup/option-cache.js';
import type { Activities } from '../../workflows/contracts/activities.js';
import { redoKey } from '../../workflows/contracts/calls/call-key.js';
import type { CallRequest, Preparation } from '../../workflows/contracts/calls/call.js';
import { callRunId } from '../../workflows/contracts/names.js';
import type { Ports } from '../../workflows/contracts/ports.js';
import { type ActivityDependencies, clockOf } from '../dependencies.js';
import type { Traffic } from '../destinations/traffic.js';
import { blockedBy } from '../holds/held-by.js';
import type { Asking } from '../reads/ask-destination.js';
import { askGuards, type Stopped } from '../reads/ask-guards.js';
import { askingNow, askLookups, elsewhere } from '../reads/ask-lookups.js';
import { checkChoices } from '../reads/check-options.js';
import { retryWhenMissing } from '../reads/failures.js';
import { isAfterReset } from './after-reset.js';
import { directIfRoom } from './admission.js';

/** Largest number of option lists that one process caches. */
const MAX_LISTS = 500;

/** Creates the activity that renders a call. It asks the lookups of the templates and the guards, and never sends. */
export function createPrepareCall(
  dependencies: ActivityDependencies,
  access: Access,
  traffic: Traffic,
): Activities['prepareCall'] {
  const cache = new OptionCache({ maxEntries: MAX_LISTS, onFailure: () => undefined });
  return async (request, asked, originalRunId) => {
    const asking = askingNow(dependencies, access, traffic);
    const now = clockOf(dependencies, asked);
    const preparing = isAfterReset(originalRunId)
      ? prepareAgain(request, asking, now, dependencies, cache)
      : prepare(request, asking, now, cache);
    const preparation = await preparing.catch((error: unknown) => {
      throw retryWhenMissing(error);
    });
    Context.current().log.info('call prepared', {
      callKey: request.callKey,
      action: request.action,
      kind: preparation.kind,
    });
    if (preparation.kind !== 'ready') return preparation;
    return { ...preparation, call: directIfRoom(preparation.call, dependencies, traffic) };
  };
}

/**
 * Returns the call as it was sent before a reset, if it was. It keeps its bytes because the destination might know them
 * under this key. Its next attempt repeats the checks. A call that someone has redone is not made a second time.
 */
async function prepareAgain(
  request: CallRequest,
  asking: Asking,
  now: number,
  { earlier, callRuns }: Ports,
  cache: OptionCache,
): Promise<Preparation> {
  const { isLocal, workflowExecution } = Context.current().info;
  const { brand, callKey } = request;
  if (isLocal) return elsewhere(brand, { reason: 'the run was reset: its earlier calls are looked up' });
  const redone = redoKey(brand, callKey);
  if (await callRuns.exists(brand, redone)) return { kind: 'refused', reason: `it was redone as ${redone}` };
  const isOwn = workflowExecution?.workflowId === callRunId(brand, callKey);
  if (!isOwn && (await callRuns.exists(brand, callKey))) return { kind: 'handed-over' };
  const call = workflowExecution ? await earlier.find(workflowExecution, callKey) : null;
  return call === null ? prepare(request, asking, now, cache) : { kind: 'ready', call, maybeSent: true };
}

async function prepare(request: CallRequest, asking: Asking, now: number, cache: OptionCache): Promise<Preparation> {
  const { brand: name, state } = request;
  const brand = findBrand(asking.catalogue, name);
  const action = findAction(asking.catalogue, name, request.action);
  const first = lookupsForHours(brand, action, state !== null);
  const forHours = await askLookups(first, request, asking);
  if (forHours.kind !== 'answers') return unprepared(name, forHours);
  const hours = hoursOf(brand, action, callScope(request, forHours.lookups, brand.playerState));
  const outside = hours === null ? null : outsideHours(hours, now);
  if (outside !== null) return outside;
  const others = lookupsBefore(brand, action, state !== null).filter((lookup) => !first.includes(lookup));
  const asked = await askLookups(others, request, asking);
  if (asked.kind !== 'answers') return unprepared(name, asked);
  const rendered = renderCall(asking.catalogue, request, { ...forHours.lookups, ...asked.lookups });
  const refusal = { ...request, action: action.name };
  if (rendered.kind === 'refused') return afterRefusal(refusal, rendered.reason, asking);
  const choices = await checkChoices(brand, action, request.fields, cache, asking);
  if (choices.kind === 'refused') return afterRefusal(refusal, choices.reason, asking);
  asking.traffic.tripper.afterRendering(rendered.call);
  const stopped = await askGuards(rendered.call, asking);
  if (stopped !== null) return unprepared(name, stopped);
  const { unchecked } = choices;
  return unchecked.length === 0 ? rendered : { kind: 'ready', call: { ...rendered.call, unchecked } };
}

/**
 * Refuses a call that can't be rendered. Holds the action after many such calls, because the action is probably wrong.
 */
async function afterRefusal(
  request: CallRequest,
  reason: string,
  { catalogue, traffic }: Asking,
): Promise<Preparation> {
  const hold = await traffic.tripper.afterRefusal(request, reason, catalogue.hash);
  if (hold === null) return { kind: 'refused', reason };
  if (hold === 'failed') return elsewhere(request.brand, { reason: `${request.action} could not be held: ${reason}` });
  return blockedBy(hold);
}

function unprepared(brand: string, why: Stopped): Preparation {
  if (why.kind === 'suppressed' || why.kind === 'held') return why;
  return why.kind === 'refused' ? { kind: why.kind, reason: why.reason } : elsewhere(brand, why);
}
