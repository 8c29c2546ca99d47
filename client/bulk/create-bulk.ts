import type { Client } from '@temporalio/client';
import type { Catalogue } from '../../catalogue/catalogue.js';
import type { RedoOrder } from '../../workflows/contracts/calls/redo.js';
import type { AnyBulkOrder } from '../../workflows/contracts/keepers/bulk.js';
import type { BulkResolver } from '../../workflows/contracts/ports.js';
import { createRedoer } from '../redo/redoer.js';
import { createBulkResolver } from './bulk-resolver.js';

/** Creates the port that carries out orders by filter of both kinds. */
export function createBulk(client: Client, catalogue: () => Catalogue): BulkResolver {
  const [parked, undelivered] = [createBulkResolver(client), createRedoer(client, catalogue)];
  return {
    find: async (order, at, cursor) =>
      isRedo(order) ? undelivered.find(order, at, cursor) : parked.find(order, at, cursor),
    resolve: async (order, call) => (isRedo(order) ? undelivered.resolve(order, call) : parked.resolve(order, call)),
  };
}

function isRedo(order: AnyBulkOrder): order is RedoOrder {
  return 'kind' in order;
}
