import { z } from 'zod';
import { ATTENTION_KINDS, type BulkStatus } from '../../client/attention/attention.js';
import { nameOfPlayer } from '../events/intake.js';
import { component, name, noQuery, opaqueId, text } from '../http/components.js';
import { requireKnownNames } from '../http/known-names.js';
import { brandRoute } from '../http/route.js';
import { journeyName, pageShape } from '../runs/schemas.js';
import {
  acknowledgesRetry,
  attentionPageSchema,
  attentionSummarySchema,
  decisionShape,
  goesWith,
  MONEY_OF_SKIP,
  MONEY_OF_SKIP_SCHEMA,
  ONLY_OF_RETRY,
  resolvedCallSchema,
  saysMoneyOfSkip,
  seenAt,
  words,
} from './schemas.js';

const query = z.strictObject({
  kind: z.enum(ATTENTION_KINDS, { error: `must be one of ${ATTENTION_KINDS.join(', ')}` }).exactOptional(),
  destination: name().exactOptional(),
  action: name().exactOptional(),
  reason: text()
    .min(1, 'is empty: remove it')
    .max(300, 'is longer than 300 characters')
    .exactOptional()
    .describe('The beginning of the reason'),
  player: opaqueId().optional().describe('The id of a player'),
  journey: journeyName().exactOptional(),
  ...pageShape,
});

/** One page of the items that need a person. */
export const listAttention = brandRoute(
  'journeys:read',
  {
    method: 'get',
    path: '/v1/attention',
    summary:
      'List the items that need a person: parked calls, stuck and failed runs, destinations that are down, automatic holds',
    query,
    answers: {
      200: {
        description:
          'A page; `next` is the cursor of the page after it. It may be shorter than `limit`, or a little longer',
        schema: attentionPageSchema,
      },
    },
  },
  async ({ services, brand, query: { player, cursor, ...filter } }) => {
    const page = await services.journeys.attention.list({
      brand,
      ...filter,
      ...(player === undefined ? {} : { playerId: await nameOfPlayer(services, brand, player, 'player') }),
      ...(cursor === undefined ? {} : { cursor }),
    });
    if (page.items.length === 0 && page.next === null && cursor === undefined) {
      const { journey, action, destination } = filter;
      requireKnownNames(services, brand, { journey, action, destination });
    }
    return { status: 200, body: page };
  },
);

/** All items that need a person, counted. */
export const sumAttention = brandRoute(
  'journeys:read',
  {
    method: 'get',
    path: '/v1/attention/summary',
    summary:
      'Count the items that need a person by kind, destination, action and reason, with the oldest and the money at stake',
    query: noQuery,
    answers: { 200: { description: 'The largest group first', schema: attentionSummarySchema } },
  },
  async ({ services, brand }) => ({ status: 200, body: await services.journeys.attention.summary(brand) }),
);

const resolveBody = component(
  'ResolveOrder',
  z
    .strictObject({
      ...decisionShape,
      reference: words().exactOptional().describe("With `delivered`: the operator's own reference"),
      since: seenAt()
        .exactOptional()
        .describe('`since` of the call in the list. If the call was parked again after that, it is not touched'),
    })
    .refine(saysMoneyOfSkip, MONEY_OF_SKIP)
    .refine(acknowledgesRetry, ONLY_OF_RETRY)
    .refine(({ decision, reference }) => reference === undefined || decision === 'delivered', {
      path: ['reference'],
      error: 'is for the decision delivered only: remove it',
    })
    .meta({ allOf: [MONEY_OF_SKIP_SCHEMA, goesWith('acknowledge', 'retry'), goesWith('reference', 'delivered')] }),
);

/** Resolves one parked call. */
export const resolveCall = brandRoute(
  'attention:write',
  {
    method: 'post',
    path: '/v1/attention/{callKey}',
    summary: 'Resolve one parked call',
    query: noQuery,
    body: { schema: resolveBody, required: true },
    answers: {
      200: { description: 'The call is resolved. A repeat gets the first answer', schema: resolvedCallSchema },
    },
  },
  async ({ services, request, brand, key, body }) => {
    const callKey = String(request.params.callKey);
    const resolved = await services.journeys.attention.resolve({ brand, callKey, by: key.owner, ...body });
    return { status: 200, body: resolved };
  },
);

const RATE = 'must be a whole number from 1 to 200';

const filterSchema = z
  .strictObject(
    {
      destination: name().exactOptional(),
      action: name().exactOptional(),
      reason: text()
        .min(1, 'is empty: remove it')
        .max(300, 'is longer than 300 characters')
        .exactOptional()
        .describe('The beginning of the reason'),
      journey: journeyName().exactOptional(),
      since: seenAt().exactOptional().describe('Parked at this instant or later'),
      until: seenAt().exactOptional().describe('Parked before this instant'),
    },
    { error: 'must be an object: { "action": … }' },
  )
  .refine((filter) => Object.keys(filter).length > 0, {
    error:
      'is empty, which would resolve every parked call: name a destination, action, reason, journey, since or until',
  });

const orderBody = component(
  'ResolveAllOrder',
  z
    .strictObject({
      id: opaqueId().describe("The caller's own id: the same id again is the same order"),
      filter: filterSchema.meta({ minProperties: 1, description: 'A call must match all of them' }),
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
    found: count.describe('Grows while calls are searched'),
    done: count,
    gone: count.describe('Resolved in the meantime by someone else, or by the release of a hold'),
    failed: count,
    failures: z.array(z.object({ callKey: z.string(), run: z.string(), reason: z.string() })).describe('The first 20'),
    finished: z.iso.datetime().nullable(),
    stopped: z.string().nullable().describe('The reason why it ended before all calls were handled'),
  }),
);

/** Resolves every parked call that matches a filter. */
export const resolveCalls = brandRoute(
  'attention:write',
  {
    method: 'post',
    path: '/v1/attention/resolve',
    summary: 'Resolve every parked call that matches a filter, at a limited rate',
    query: noQuery,
    body: { schema: orderBody, required: true },
    answers: {
      202: { description: 'Temporal has the order. A repeat gets its progress', schema: orderAnswer },
    },
  },
  async ({ services, brand, key, body }) => {
    const status = await services.journeys.attention.resolveAll({ brand, by: key.owner, ...body });
    return { status: 202, body: answerOf(status), headers: { Location: pathOf(body.id) } };
  },
);

/** The progress of an order by filter. */
export const getResolveCalls = brandRoute(
  'journeys:read',
  {
    method: 'get',
    path: '/v1/attention/resolve/{id}',
    summary: 'The progress of an order by filter',
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
