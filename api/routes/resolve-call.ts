import { z } from 'zod';
import { brandRoute } from '../route.js';
import { resolvedCallSchema } from '../schemas/attention.js';
import { component } from '../schemas/components.js';
import {
  acknowledgesRetry,
  decisionShape,
  goesWith,
  instant,
  MONEY_OF_SKIP,
  MONEY_OF_SKIP_SCHEMA,
  ONLY_OF_RETRY,
  saysMoneyOfSkip,
  words,
} from '../schemas/decide.js';
import { noQuery } from '../schemas/query.js';

const resolveBody = component(
  'ResolveOrder',
  z
    .strictObject({
      ...decisionShape,
      reference: words().exactOptional().describe("For `delivered`: the operator's own reference of the effect"),
      since: instant()
        .exactOptional()
        .describe('`since` of the call as it was listed: one that was parked anew since is then left alone'),
    })
    .refine(saysMoneyOfSkip, MONEY_OF_SKIP)
    .refine(acknowledgesRetry, ONLY_OF_RETRY)
    .refine(({ decision, reference }) => reference === undefined || decision === 'delivered', {
      path: ['reference'],
      error: 'goes with delivered alone',
    })
    .meta({ allOf: [MONEY_OF_SKIP_SCHEMA, goesWith('acknowledge', 'retry'), goesWith('reference', 'delivered')] }),
);

/** A person's word on one parked call. */
export const resolveCall = brandRoute(
  'attention:write',
  {
    method: 'post',
    path: '/v1/attention/{callKey}',
    summary: 'Resolve one parked call',
    query: noQuery,
    body: { schema: resolveBody, required: true },
    answers: {
      200: { description: 'It is decided; for a repeat, the first answer', schema: resolvedCallSchema },
    },
  },
  async ({ services, request, brand, key, body }) => {
    const callKey = String(request.params.callKey);
    const resolved = await services.journeys.attention.resolve({ brand, callKey, by: key.owner, ...body });
    return { status: 200, body: resolved };
  },
);
