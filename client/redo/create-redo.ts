import type { Client } from '@temporalio/client';
import type { RedoOrder } from '../../workflows/contracts/calls/redo.js';
import { redoOrderId } from '../../workflows/contracts/names.js';
import { giveOrder, progressOf } from '../bulk/bulk-orders.js';
import type { RoutingContext } from '../events/routing-context.js';
import { describedRun } from '../temporal/described-run.js';
import { withDeadline } from '../temporal/with-deadline.js';
import { plannedAt, planRedo } from './plan-redo.js';
import { redoCall } from './redo-call.js';
import type { Redo, RedoStatus } from './redo.js';

/** Creates the access to redoing calls. `fit` resolves when the namespace is ready for Waypost. */
export function createRedo(client: Client, routing: (brand: string) => RoutingContext, fit: () => Promise<void>): Redo {
  return {
    one: async (order) => {
      await fit();
      return redoCall(routing(order.brand), order);
    },
    plan: async (brand, filter) => {
      await fit();
      return planRedo(routing(brand), filter);
    },
    all: async (order, plan) => {
      await fit();
      return giveRedoOrder(client, order, plan);
    },
    progress: async (brand, id) => {
      await fit();
      return progressOf<RedoOrder>(client, redoOrderId(brand, id));
    },
  };
}

/** Gives an order. A repeat gets its answer even if its plan is too old for a new order. */
async function giveRedoOrder(client: Client, order: RedoOrder, plan: string): Promise<RedoStatus> {
  const { brand, id, by, filter } = order;
  const place = redoOrderId(brand, id);
  const summary = `redo by ${by}: ${JSON.stringify(filter)}`;
  const at = (await isGiven(client, place)) ? null : plannedAt(brand, filter, plan);
  return giveOrder(client, place, order, { at, summary });
}

async function isGiven(client: Client, place: string): Promise<boolean> {
  return (await withDeadline(client.connection, () => describedRun(client, place))) !== null;
}
