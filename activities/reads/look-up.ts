import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { Access } from '../../outbound/auth/authorise.js';
import type { Activities } from '../../workflows/contracts/activities.js';
import type { ActivityDependencies } from '../dependencies.js';
import type { Traffic } from '../destinations/traffic.js';
import { askLookup } from './ask-lookup.js';
import { askingNow, elsewhere } from './ask-lookups.js';
import { ACTIVITY_FAILURES, retryWhenMissing } from './failures.js';

/** Creates the activity that asks a lookup. A local one has one second; then it hands the question to the queue. */
export function createLookUp(
  dependencies: ActivityDependencies,
  access: Access,
  traffic: Traffic,
): Activities['lookUp'] {
  return async (request) => {
    const asked = await askLookup(request, askingNow(dependencies, access, traffic)).catch((error: unknown) => {
      throw retryWhenMissing(error);
    });
    if (asked.kind === 'answer' || asked.kind === 'held') return asked;
    Context.current().log.info('lookup not answered', { lookup: request.lookup, reason: asked.reason });
    if (asked.kind === 'refused') {
      throw ApplicationFailure.nonRetryable(asked.reason, ACTIVITY_FAILURES.lookUpRefused);
    }
    return elsewhere(request.brand, asked);
  };
}
