import type { Client } from '@temporalio/client';
import type { BulkAnswer, BulkCall, BulkOrder } from '../../workflows/contracts/keepers/bulk.js';
import type { BulkResolver } from '../../workflows/contracts/ports.js';
import type { ResolvedCall } from '../attention/attention.js';
import { decidedBefore, sendResolution } from '../attention/resolve-call.js';
import { NothingKnown, NoWorkerAnswered, OrderRefused, ResolvedOtherwise, RunNotFound } from '../errors.js';
import { meantBy } from './meant-calls.js';

/** Runs in one page. Each can have fifty parked calls. */
const PAGE = 200;

/** Creates the port that finds the calls of an order, and resolves them. */
export function createBulkResolver(client: Client): BulkResolver<BulkOrder> {
  return {
    find: async (order, at, cursor) => {
      const token = cursor === null ? null : Buffer.from(cursor, 'base64');
      const page = await meantBy(client, order, PAGE, token);
      const calls = page.calls
        .filter(({ call }) => call.since <= at)
        .map(({ run, call: { callKey, since } }) => ({ run, callKey, since }));
      return { calls, next: page.token === null ? null : Buffer.from(page.token).toString('base64') };
    },
    resolve: async (order, call) => {
      try {
        const taken = await wordOn(client, order, call);
        return taken?.order === order.id ? { kind: 'done', at: taken.at } : { kind: 'gone' };
      } catch (error) {
        return answerTo(error);
      }
    },
  };
}

/**
 * Returns the decision about a call, this order's or an earlier one; `null` if there is none and its run has closed.
 */
async function wordOn(
  client: Client,
  { decision, moneyMoved, acknowledge, note, by, id }: BulkOrder,
  { run, callKey, since }: BulkCall,
): Promise<ResolvedCall | null> {
  const words = { ...(moneyMoved && { moneyMoved }), ...(acknowledge && { acknowledge }), ...(note && { note }) };
  try {
    return await sendResolution(client, run, { callKey, decision, by, since, order: id, ...words });
  } catch (error) {
    if (!(error instanceof RunNotFound)) throw error;
    // This decision might have closed the run just before its worker died.
    return decidedBefore(client, { workflowId: run }, callKey);
  }
}

/** Maps errors about this call to answers. Throws all others, so that Temporal retries. */
function answerTo(error: unknown): BulkAnswer {
  if (error instanceof OrderRefused) return { kind: 'failed', reason: error.message };
  if (error instanceof NoWorkerAnswered) return { kind: 'unanswered', reason: error.message };
  const gone = error instanceof NothingKnown || error instanceof ResolvedOtherwise || error instanceof RunNotFound;
  if (gone) return { kind: 'gone' };
  throw error;
}
