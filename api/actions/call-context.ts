import type { z } from 'zod';
import { campaign } from '../schemas/event.js';
import { jsonObject, opaqueId } from '../schemas/text.js';

/** What a call's templates are filled from, as a person gives it. */
export const contextShape = {
  playerId: opaqueId().default('player-1').describe('Whom the call is about'),
  fields: jsonObject().default({}).describe("The action's fields"),
  event: jsonObject().default({}).describe('What `{{event.x}}` stands for: the data of an event'),
  state: jsonObject().exactOptional().describe('What `{{state.x}}` stands for'),
  campaign: campaign.exactOptional(),
  lookup: jsonObject().default({}).describe('By name, what the lookups would answer; none is asked'),
};

/** What a call's templates are filled from. */
export type CallContext = z.output<z.ZodObject<typeof contextShape>>;
