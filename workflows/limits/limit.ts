import {
  allHandlersFinished,
  condition,
  continueAsNew,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { LimitState } from '../contracts/keepers/limit.js';
import { reserveLimit, settleLimit } from '../contracts/messages.js';
import { LimitBook } from './limit-book.js';

/**
 * Keeps one limit for one of its scopes: all that asks for it waits in one line. Closes when nothing counts any more and
 * nothing has come for an hour; the next reservation starts it again. For ever, once something counts for ever.
 */
export async function limit(state: LimitState): Promise<void> {
  const book = new LimitBook(state, Date.now());
  // The first: what was settled while no worker ran counts before anything is reserved.
  setHandler(settleLimit, (settlements) => {
    for (const settlement of settlements) book.settle(settlement, Date.now());
    setCurrentDetails(book.describe(Date.now()));
  });
  setHandler(reserveLimit, (reservations) => {
    const answers = reservations.map((reservation) => book.reserve(reservation, Date.now()));
    setCurrentDetails(book.describe(Date.now()));
    return answers;
  });
  const full = (): boolean => workflowInfo().continueAsNewSuggested;

  while (!full()) {
    const closesAt = book.closesAt();
    if (closesAt === null) await condition(() => full() || book.closesAt() !== null);
    else if (closesAt > Date.now()) await condition(full, closesAt - Date.now());
    else return;
  }
  await condition(allHandlersFinished);
  await continueAsNew<typeof limit>(book.state);
}
