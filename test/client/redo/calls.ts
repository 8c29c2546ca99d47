import type { BrandCatalogue } from '../../../catalogue/brand/definition.js';
import type { UndeliveredCall } from '../../../workflows/contracts/calls/redo.js';
import type { Journey } from '../../../workflows/runs/journey.js';
import { closedState, eventOf, newPlayer, type Routing } from '../../support/routing.js';
import { routeCalls } from '../../workflows/routing-journeys.js';

/** Declares a field that no journey gives: each call of the action is refused before it is sent. */
export function broken(brand: BrandCatalogue, name = 'cancel-bonus'): BrandCatalogue {
  const action = brand.actions.get(name);
  if (!action) return brand;
  const fields = { ...action.fields, note: { type: 'string', required: true } as const };
  return { ...brand, actions: new Map(brand.actions).set(name, { ...action, fields }) };
}

/** A call that ended without its effect, and where. */
export interface Ended {
  readonly playerId: string;
  readonly id: string;
  readonly callKey: string;
  readonly undelivered: UndeliveredCall | undefined;
}

/** Starts a run of a journey for a new player; answers with its player and id. */
export async function begin(
  routing: Routing,
  journey: Journey,
  playerId = newPlayer(),
  brand = 'lucky',
  product = routing.journeys([journey]),
) {
  const activeBonus = { bonus_id: 'b-1', bonus_code: 'W50', amount: '50.00', currency: 'EUR' };
  await routing.operator.setPlayer(playerId, { activeBonus });
  const [decision] = await product.accept(eventOf('player.referred', playerId, { brand }));
  if (decision?.decision !== 'started') throw new Error(`not started: ${JSON.stringify(decision)}`);
  return { playerId, id: decision.id };
}

/** The first call of a run that has closed. */
export async function ended(routing: Routing, { playerId, id }: { playerId: string; id: string }): Promise<Ended> {
  const { calls, undelivered } = await closedState(routing.client, id);
  return { playerId, id, callKey: calls[0]?.callKey ?? '', undelivered: undelivered?.[0] };
}

/** A call that a broken catalogue has refused before it was sent; the catalogue is mended when this answers. */
export async function refused(routing: Routing, brand = 'lucky'): Promise<Ended> {
  routing.redeclare((one) => broken(one));
  const call = await ended(routing, await begin(routing, routeCalls, newPlayer(), brand));
  routing.redeclare((one) => one);
  return call;
}
