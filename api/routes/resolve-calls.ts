import { z } from 'zod';
import type { BulkStatus } from '../../client/attention/attention.js';
import { brandRoute } from '../route.js';
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
} from '../schemas/decide.js';
import { noQuery } from '../schemas/query.js';
import { journeyName } from '../schemas/run-filter.js';
import { name, opaqueId, text } from '../schemas/text.js';

const RATE = 'must be a whole number from 1 to 200';

const filterSchema = z
  .strictObject(
    {
      destination: name().exactOptional(),
      action: name().exactOptional(),
      reason: text()
        .min(1, 'is empty: leave it out')
        .max(300, 'is longer than 300 characters')
        .exactOptional()
        .describe('How the reason begins'),
      journey: journeyName().exactOptional(),
      since: instant().exactOptional().describe('Parked at this instant or later'),
      until: instant().exactOptional().describe('Parked before this instant'),
    },
    { error: 'must be an object: { "action": … }' },
  )
  .refine((filter) => Object.keys(filter).length > 0, {
    error: 'is empty, and would mean every parked call: name a destination, action, reason, journey, since or until',
  });

const orderBody = component(
  'ResolveAllOrder',
  z
    .strictObject({
      id: opaqueId().describe("The caller's own id: the same id again is the same order"),
      filter: filterSchema.meta({ minProperties: 1, description: 'All that is named must fit' }),
      ...decisionShape,
      perSecond: z.number({ error: RATE }).int(RATE).min(1, RATE).max(200, RATE).default(50),
    })
    .refine(saysMoneyOfSkip, MONEY_OF_SKIP)
    .refine(acknowledgesRetry, ONLY_OF_RETRY)
    .meta({ allOf: [MONEY_OF_SKIP_SCHEMA, goesWith('acknowledge', 'retry')] }),
);

const count = z.number().int();

const orderAnswer = component(
  'ResolveAllProgress',
  z.object({
    id: z.string(),
    order: z.object({
      decision: z.string(),
      moneyMoved: z.string().optional(),
      acknowledge: z.string().optional(),
      note: z.string().optional(),
      by: z.string(),
      filter: z.record(z.string(), z.string()),
      perSecond: count,
    }),
    found: count.describe('Grows while the calls are looked for'),
    done: count,
    gone: count.describe('Resolved meanwhile by somebody else, or by the release of a hold'),
    failed: count,
    failures: z.array(z.object({ callKey: z.string(), run: z.string(), reason: z.string() })).describe('The first 20'),
    finished: z.iso.datetime().nullable(),
    stopped: z.string().nullable().describe('Why it ended before all that fits was dealt with'),
  }),
);

/** One decision about every parked call that fits. */
export const resolveCalls = brandRoute(
  'attention:write',
  {
    method: 'post',
    path: '/v1/attention/resolve',
    summary: 'Resolve every parked call that fits a filter, at a bounded rate',
    query: noQuery,
    body: { schema: orderBody, required: true },
    answers: {
      202: { description: 'Temporal has it in hand; for a repeat, how far it has come', schema: orderAnswer },
    },
  },
  async ({ services, brand, key, body }) => {
    const status = await services.journeys.attention.resolveAll({ brand, by: key.owner, ...body });
    return { status: 202, body: answerOf(status), headers: { Location: pathOf(body.id) } };
  },
);

/** How far such an order has come. */
export const getResolveCalls = brandRoute(
  'journeys:read',
  {
    method: 'get',
    path: '/v1/attention/resolve/{id}',
    summary: 'How far an order by filter has come',
    query: noQuery,
    answers: { 200: { description: 'Its progress', schema: orderAnswer } },
  },
  async ({ services, request, brand }) => {
    const status = await services.journeys.attention.progress(brand, String(request.params.id));
    return { status: 200, body: answerOf(status) };
  },
);

function pathOf(id: string): string {
  return `/v1/attention/resolve/${encodeURIComponent(id)}`;
}

function answerOf({ order: { brand: _, id, ...order }, progress }: BulkStatus): z.output<typeof orderAnswer> {
  return { id, order: { ...order, filter: { ...order.filter } }, ...progress, failures: [...progress.failures] };
}
