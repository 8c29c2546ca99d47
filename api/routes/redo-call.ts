import { z } from 'zod';
import { brandRoute } from '../route.js';
import { component } from '../schemas/components.js';
import { words } from '../schemas/decide.js';
import { noQuery } from '../schemas/query.js';
import { acknowledgement, redoResultSchema } from '../schemas/redo.js';
import { opaqueId, text } from '../schemas/text.js';

const redoBody = component(
  'RedoOrder',
  z.strictObject({
    reason: words().describe('Stands in the journal'),
    run: text()
      .max(200, 'is longer than 200 characters: it is no id of a run')
      .exactOptional()
      .describe("The id of the call's run; without it, the run is looked for. Needed while that run is open"),
    acknowledge: acknowledgement().exactOptional().describe('Needed where the call may have arrived'),
    id: opaqueId().exactOptional().describe("The caller's own id: a repeat with the same id gets the first answer"),
  }),
);

/** Does one undelivered call again, under a new key. */
export const redoCall = brandRoute(
  'attention:write',
  {
    method: 'post',
    path: '/v1/calls/{callKey}/redo',
    summary: 'Do a refused, suppressed or abandoned call again, as a new call',
    query: noQuery,
    body: { schema: redoBody, required: true },
    answers: {
      200: { description: 'The same order has begun it before', schema: redoResultSchema },
      201: { description: 'It is under way', schema: redoResultSchema },
    },
  },
  async ({ services, request, brand, key, body }) => {
    const callKey = String(request.params.callKey);
    const result = await services.journeys.redo.one({ brand, callKey, by: key.owner, ...body });
    return { status: result.started ? 201 : 200, body: result };
  },
);
