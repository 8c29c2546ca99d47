import { Context } from '@temporalio/activity';
import type { Catalogue } from '../catalogue/catalogue.js';
import { findAction, findBrand } from '../catalogue/find.js';
import { renderCall } from '../catalogue/render-call.js';
import { lookupsBefore } from '../catalogue/templates.js';
import type { Access } from '../outbound/authorise.js';
import type { Activities } from '../workflows/contracts/activities.js';
import type { CallRequest, Preparation } from '../workflows/contracts/call.js';
import type { JsonObject } from '../workflows/contracts/json.js';
import { callbacksQueue } from '../workflows/contracts/task-queues.js';
import { askLookup, type Asked, type Asking } from './ask-lookup.js';
import type { ActivityDependencies } from './dependencies.js';
import { lookUpFailed, retryWhenMissing } from './failures.js';
import type { LocalSlots } from './local-slots.js';
import { isLocal, readingDeadline } from './time-to-read.js';

/** The activity that renders a call: asks the lookups that its templates name, and never sends. */
export function createPrepareCall(
  dependencies: ActivityDependencies,
  access: Access,
  slots: LocalSlots,
): Activities['prepareCall'] {
  return async (request) => {
    const asking: Asking = {
      catalogue: dependencies.catalogue(),
      access,
      deadline: readingDeadline(),
      slots: isLocal() ? slots : null,
    };
    const preparation = await prepare(request, asking).catch((error: unknown) => {
      throw retryWhenMissing(error);
    });
    Context.current().log.info('call prepared', {
      callKey: request.callKey,
      action: request.action,
      kind: preparation.kind,
    });
    return preparation;
  };
}

async function prepare(request: CallRequest, asking: Asking): Promise<Preparation> {
  const asked = await askAll(asking.catalogue, request, asking);
  const lookups: JsonObject = {};
  for (const [name, one] of asked) {
    if (one.kind === 'refused') return one;
    if (one.kind === 'unanswered') return elsewhere(request, one.reason);
    lookups[name] = one.answer;
  }
  return renderCall(asking.catalogue, request, lookups);
}

async function askAll(catalogue: Catalogue, request: CallRequest, asking: Asking): Promise<[string, Asked][]> {
  const { brand, playerId, state } = request;
  const action = findAction(catalogue, brand, request.action);
  const names = lookupsBefore(findBrand(catalogue, brand), action, state !== null);
  return Promise.all(
    names.map(async (lookup): Promise<[string, Asked]> => {
      return [lookup, await askLookup({ brand, lookup, playerId, params: {} }, asking)];
    }),
  );
}

/** A lookup is not answered: within a local activity the question moves to the queue, else Temporal asks again. */
function elsewhere(request: CallRequest, reason: string): Preparation {
  if (!isLocal()) throw lookUpFailed(reason);
  return { kind: 'elsewhere', queue: callbacksQueue(request.brand), reason };
}
