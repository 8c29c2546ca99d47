import type { Scope } from '../templating/tree.js';
import type { CallRequest } from '../workflows/contracts/call.js';
import type { JsonObject } from '../workflows/contracts/json.js';

/**
 * What the templates of a call may use. `state` is what came with an event of the player and is fresh; else what the
 * brand's `playerState` lookup answers.
 */
export function callScope(request: CallRequest, lookups: JsonObject, playerState: string | null): Scope {
  const state = request.state ?? (playerState === null ? undefined : lookups[playerState]);
  return {
    event: request.event,
    fields: request.fields,
    lookup: lookups,
    brand: { id: request.brand },
    call: { key: request.callKey },
    player: { id: request.playerId },
    ...(state === undefined ? {} : { state }),
    ...(request.campaign === null ? {} : { campaign: request.campaign }),
  };
}
