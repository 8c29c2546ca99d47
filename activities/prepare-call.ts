import { Context } from '@temporalio/activity';
import { findAction, findBrand } from '../catalogue/find.js';
import { renderCall } from '../catalogue/render-call.js';
import { lookupsBefore } from '../catalogue/templates.js';
import type { Access } from '../outbound/authorise.js';
import type { Activities } from '../workflows/contracts/activities.js';
import type { CallRequest, Preparation } from '../workflows/contracts/call.js';
import type { Asking } from './ask-lookup.js';
import { askingNow, askLookups, elsewhere } from './ask-lookups.js';
import type { ActivityDependencies } from './dependencies.js';
import { retryWhenMissing } from './failures.js';
import type { LocalSlots } from './local-slots.js';

/** The activity that renders a call: asks the lookups that its templates name, and never sends. */
export function createPrepareCall(
  dependencies: ActivityDependencies,
  access: Access,
  slots: LocalSlots,
): Activities['prepareCall'] {
  return async (request) => {
    const asking = askingNow(dependencies, access, slots);
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
  const { brand, action, state } = request;
  const needed = lookupsBefore(
    findBrand(asking.catalogue, brand),
    findAction(asking.catalogue, brand, action),
    state !== null,
  );
  const asked = await askLookups(needed, request, asking);
  if (asked.kind === 'unanswered') return elsewhere(brand, asked.reason);
  if (asked.kind === 'refused') return { kind: 'refused', reason: asked.reason };
  return renderCall(asking.catalogue, request, asked.lookups);
}
