import type { Client } from '@temporalio/client';
import { bulkProgress, giveBulkOrder } from '../bulk/bulk-orders.js';
import type { Attention } from './attention.js';
import { listAttention } from './list-attention.js';
import { resolveOne } from './resolve-call.js';
import { sumAttention } from './sum-attention.js';

/** Creates the access to items that need a person. `fit` resolves when the namespace is ready for Waypost. */
export function createAttention(client: Client, fit: () => Promise<void>): Attention {
  const after =
    <A extends readonly unknown[], R>(ask: (client: Client, ...asked: A) => Promise<R>) =>
    async (...asked: A): Promise<R> => {
      await fit();
      return ask(client, ...asked);
    };
  return {
    list: after(listAttention),
    summary: after(sumAttention),
    resolve: after(resolveOne),
    resolveAll: after(giveBulkOrder),
    progress: after(bulkProgress),
  };
}
