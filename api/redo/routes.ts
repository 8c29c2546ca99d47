import { z } from 'zod';
import type { RedoStatus } from '../../client/redo/redo.js';
import { MAY_PAY_TWICE, UNDELIVERED } from '../../workflows/contracts/calls/redo.js';
import { seenAt, words } from '../attention/schemas.js';
import { nameOfPlayer } from '../events/intake.js';
import { component, name, noQuery, opaqueId, text } from '../http/components.js';
import { brandRoute } from '../http/route.js';
import { acknowledgement, redoPlanSchema, redoResultSchema } from './schemas.js';

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

const RATE = 'must be a whole number from 1 to 200';

const filterSchema = z
  .strictObject(
    {
      action: name().exactOptional(),
      destination: name().exactOptional(),
      outcome: z.enum(UNDELIVERED, { error: 'must be refused, suppressed or abandoned' }).exactOptional(),
      journey: name().exactOptional().describe('The journey that decided the call'),
      rule: name().exactOptional().describe('The rule that decided the call'),
      player: opaqueId().exactOptional().describe('The player that the call is for'),
      after: seenAt().exactOptional().describe('Ended at this instant or later'),
      before: seenAt().exactOptional().describe('Ended before this instant'),
      reasonContains: text()
        .min(1, 'is empty: leave it out')
        .max(300, 'is longer than 300 characters')
        .exactOptional()
        .describe('What the reason of its end contains'),
    },
    { error: 'must be an object: { "action": … }' },
  )
  .refine((filter) => Object.keys(filter).length > 0, {
    error: 'is empty, and would mean every undelivered call: name an action, destination, outcome, journey, rule, …',
  });

const redoAllBody = component(
  'RedoAllOrder',
  z
    .strictObject({
      filter: filterSchema.describe('All that is named must fit'),
      plan: text()
        .max(100, 'is too long')
        .exactOptional()
        .describe('`plan` of the plan for this filter. Without it, the answer is that plan'),
      id: opaqueId().exactOptional().describe("The caller's own id: the same id again is the same order"),
      reason: words().exactOptional().describe('Stands in the journal of each call'),
      acknowledge: acknowledgement().exactOptional().describe('Does calls again, too, that may have arrived'),
      perSecond: z.number({ error: RATE }).int(RATE).min(1, RATE).max(200, RATE).default(50),
    })
    .refine(({ plan, id }) => plan === undefined || id !== undefined, {
      path: ['id'],
      error: 'is missing: an order has an id of the caller, so that a repeat is the same order',
    })
    .refine(({ plan, reason }) => plan === undefined || reason !== undefined, {
      path: ['reason'],
      error: 'is missing: say why the calls are done again',
    }),
);

const count = z.number().int();

const progressAnswer = component(
  'RedoAllProgress',
  z.object({
    id: z.string(),
    order: z.object({
      by: z.string(),
      reason: z.string(),
      filter: z.record(z.string(), z.string()),
      acknowledge: z.literal(MAY_PAY_TWICE).optional(),
      perSecond: count,
    }),
    found: count.describe('Grows while the calls are looked for'),
    done: count,
    gone: count.describe('Done again meanwhile by somebody else'),
    failed: count,
    failures: z.array(z.object({ callKey: z.string(), run: z.string(), reason: z.string() })).describe('The first 20'),
    finished: z.iso.datetime().nullable(),
    stopped: z.string().nullable().describe('Why it ended before all that fits was done again'),
  }),
);

/** The plan to do every undelivered call again that fits; with that plan, the order. */
export const redoCalls = brandRoute(
  'attention:write',
  {
    method: 'post',
    path: '/v1/calls/redo',
    summary: 'Plan, then order that every undelivered call that fits is done again',
    query: noQuery,
    body: { schema: redoAllBody, required: true },
    answers: {
      200: { description: 'Without `plan`: what the order would do. Nothing is done', schema: redoPlanSchema },
      202: { description: 'Temporal has it in hand; for a repeat, how far it has come', schema: progressAnswer },
    },
  },
  async ({ services, brand, key, body: { plan, id, reason, filter: said, ...how } }) => {
    const { redo } = services.journeys;
    const { player, ...others } = said;
    const named =
      player === undefined ? {} : { playerId: await nameOfPlayer(services, brand, player, 'filter.player') };
    const filter = { ...others, ...named };
    if (plan === undefined || id === undefined || reason === undefined) {
      return { status: 200, body: await redo.plan(brand, filter) };
    }
    const status = await redo.all({ kind: 'redo', brand, id, by: key.owner, reason, filter, ...how }, plan);
    const headers = { Location: `/v1/calls/redo/${encodeURIComponent(id)}` };
    return { status: 202, body: answerOf(status), headers };
  },
);

/** How far such an order has come. */
export const getRedoCalls = brandRoute(
  'journeys:read',
  {
    method: 'get',
    path: '/v1/calls/redo/{id}',
    summary: 'How far an order to do calls again has come',
    query: noQuery,
    answers: { 200: { description: 'Its progress', schema: progressAnswer } },
  },
  async ({ services, request, brand }) => {
    const status = await services.journeys.redo.progress(brand, String(request.params.id));
    return { status: 200, body: answerOf(status) };
  },
);

function answerOf({
  order: { kind: _, brand: __, id, ...order },
  progress,
}: RedoStatus): z.output<typeof progressAnswer> {
  const { playerId, ...filter } = order.filter;
  const named = playerId === undefined ? {} : { player: playerId };
  return { id, order: { ...order, filter: { ...filter, ...named } }, ...progress, failures: [...progress.failures] };
}
