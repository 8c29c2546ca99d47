import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { JourneyClient } from '../../client/journey-client.js';
import { runId } from '../../workflows/contracts/names.js';

/** One way to run something that ends with a callback. */
export interface Contender {
  readonly name: string;
  /** Whose worker runs it. */
  readonly by: 'waypost' | 'plain';
  /** Starts a journey for a player; resolves with the workflow id once Temporal has accepted it. */
  start(playerId: string): Promise<string>;
}

/**
 * The slice: a withdrawal comes in, the active bonus is looked up and cancelled. Waypost: an event is routed to the
 * journey, as the API does it.
 */
export function waypost(journeys: JourneyClient): Contender {
  return {
    name: 'waypost',
    by: 'waypost',
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
    by: 'plain',
    start: async (playerId) => {
      const workflowId = `plain:${playerId}`;
      await client.workflow.start('plainCancelBonus', { workflowId, taskQueue: 'plain', args: [playerId, playerId] });
      return workflowId;
    },
  };
}

/** A rule with one callback and no lookup: a level is reached, and the loyalty system is told. */
export function rule(journeys: JourneyClient): Contender {
  return {
    name: 'rule',
    by: 'waypost',
    start: async (playerId) => {
      const [decision] = await journeys.accept({
        brand: 'lucky',
        id: randomUUID(),
        type: 'player.level-up',
        playerId,
        occurredAt: new Date().toISOString(),
        data: { level: 'Gold' },
      });
      if (decision?.decision !== 'fired') throw new Error(`not fired: ${JSON.stringify(decision)}`);
      return decision.id;
    },
  };
}

/** The same callback by a plain workflow with one activity. */
export function plainRule(client: Client): Contender {
  return {
    name: 'plain, one activity',
    by: 'plain',
    start: async (playerId) => {
      const workflowId = `plain-level:${playerId}`;
      await client.workflow.start('plainTellLevel', { workflowId, taskQueue: 'plain', args: [playerId, 'Gold'] });
      return workflowId;
    },
  };
}
