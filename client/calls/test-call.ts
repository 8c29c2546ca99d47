import type { Action } from '../../catalogue/action/definition.js';
import { howToAdd } from '../../catalogue/how-to-add.js';
import { callKey } from '../../workflows/contracts/calls/call-key.js';
import { OrderRefused } from '../errors.js';
import { exitTypes, type RoutingContext } from '../events/routing-context.js';
import type { TestOrder, TestResult } from '../journey-client.js';
import { startCallRun } from './start-call-run.js';

/** Marks calls that test an action. Their keys are the same for the echo service and the destination. */
export const TEST = '~test';

/**
 * Sends a call that tests an action to its destination, with guards, limits, retries and parking like any call. A
 * repeated id gets the first run.
 * @throws OrderRefused for money, unless the player is one of the brand's test players
 */
export async function testCall(routing: RoutingContext, order: TestOrder): Promise<TestResult> {
  const { client, brand, catalogue } = routing;
  const { action: name, playerId, id, fields, event: data, state, campaign } = order;
  const action = brand.actions.get(name);
  if (!action) {
    const hint = howToAdd(brand, 'actions', name, [...brand.actions.keys()]);
    throw new OrderRefused('action', `there is no action "${name}"${hint}`);
  }
  refuseMoneyForOthers(action, playerId, brand.testPlayers);
  const key = callKey({ brand: brand.brand, owner: TEST, eventId: id, freshStarts: 0, step: name });
  const now = new Date().toISOString();
  const event = { id, type: 'test', playerId, occurredAt: now, receivedAt: now, data };
  const about = { brand: brand.brand, action: name, playerId, fields, event: data, decidedBy: TEST };
  const request = { ...about, callKey: key, state: state ?? null, campaign: campaign ?? null };
  return {
    callKey: key,
    ...(await startCallRun(client, {
      request,
      step: name,
      event,
      catalogue,
      prepared: null,
      progress: null,
      exitsOn: exitTypes(routing),
    })),
  };
}

function refuseMoneyForOthers({ name, effect }: Action, playerId: string, testPlayers: readonly string[]): void {
  if (effect !== 'money' || testPlayers.includes(playerId)) return;
  const fix = 'use one of testPlayers in brand.yaml, add the player there, or send to echo';
  throw new OrderRefused(
    'playerId',
    `${name} is a money action, and the player is no test player of the brand: ${fix}`,
  );
}
