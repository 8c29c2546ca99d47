import {
  allHandlersFinished,
  condition,
  makeContinueAsNewFunc,
  setHandler,
  upsertMemo,
  workflowInfo,
} from '@temporalio/workflow';
import type { HoldsIndexMemo } from '../contracts/keepers/hold.js';
import { holdsChanged } from '../contracts/messages.js';

/**
 * Counts the changes to the holds of each brand, in its memo: by one read, a process learns which brands' holds it has to
 * read. It knows no hold itself, and there is one in a namespace.
 */
export async function holdsIndex({ since, ...state }: HoldsIndexMemo): Promise<void> {
  const versions = { ...state.versions };
  setHandler(holdsChanged, ({ brand }) => {
    versions[brand] = (versions[brand] ?? 0) + 1;
    upsertMemo({ versions });
  });
  await condition(() => workflowInfo().continueAsNewSuggested);
  await condition(allHandlersFinished);
  const memo = { since, versions } satisfies HoldsIndexMemo;
  await makeContinueAsNewFunc<typeof holdsIndex>({ memo: { ...memo } })(memo);
}
