import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { JourneyClient } from '../../client/journey-client.js';
import { runId } from '../../workflows/contracts/names.js';

/** One way to run the slice: a withdrawal comes in, the active bonus is looked up and cancelled. */
export interface Contender {
  readonly name: string;
  /** Starts a journey for a player; resolves with the workflow id once Temporal has accepted it. */
  start(playerId: string): Promise<string>;
}

/** Waypost: an event is routed to the journey, as the API does it. */
export function waypost(journeys: JourneyClient): Contender {
  return {
    name: 'waypost',
    start: async (playerId) => {
      const [decision] = await journeys.accept({
        brand: 'lucky',
        id: randomUUID(),
        type: 'withdrawal.requested',
        playerId,
        occurredAt: new Date().toISOString(),
        data: { withdrawalId: playerId, amount: { amount: '20.00', currency: 'EUR' } },
      });
      if (decision?.decision !== 'started') throw new Error(`not started: ${JSON.stringify(decision)}`);
      return runId({ brand: 'lucky', journey: 'cancel-bonus-on-withdrawal', playerId, key: playerId });
    },
  };
}

/** A plain workflow with two activities, written by hand; no search attributes. */
export function plain(client: Client): Contender {
  return {
    name: 'plain',
    start: async (playerId) => {
      const workflowId = `plain:${playerId}`;
      await client.workflow.start('plainCancelBonus', { workflowId, taskQueue: 'plain', args: [playerId, playerId] });
      return workflowId;
    },
  };
}
