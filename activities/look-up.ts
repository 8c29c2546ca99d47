import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { Access } from '../outbound/authorise.js';
import type { Activities } from '../workflows/contracts/activities.js';
import { callbacksQueue } from '../workflows/contracts/task-queues.js';
import { askLookup } from './ask-lookup.js';
import type { ActivityDependencies } from './dependencies.js';
import { ACTIVITY_FAILURES, lookUpFailed, retryWhenMissing } from './failures.js';
import type { LocalSlots } from './local-slots.js';
import { isLocal, readingDeadline } from './time-to-read.js';

/** The activity that asks a lookup: as a local one it has a second and then sends the workflow elsewhere. */
export function createLookUp(
  dependencies: ActivityDependencies,
  access: Access,
  slots: LocalSlots,
): Activities['lookUp'] {
  return async (request) => {
    const asked = await askLookup(request, {
      catalogue: dependencies.catalogue(),
      access,
      deadline: readingDeadline(),
      slots: isLocal() ? slots : null,
    }).catch((error: unknown) => {
      throw retryWhenMissing(error);
    });
    if (asked.kind === 'answer') return asked;
    Context.current().log.info('lookup not answered', { lookup: request.lookup, reason: asked.reason });
    if (asked.kind === 'refused') {
      throw ApplicationFailure.nonRetryable(asked.reason, ACTIVITY_FAILURES.lookUpRefused);
    }
    if (isLocal()) return { kind: 'elsewhere', queue: callbacksQueue(request.brand), reason: asked.reason };
    throw lookUpFailed(asked.reason);
  };
}
