import { z } from 'zod';
import type { RedoStatus } from '../../client/redo/redo.js';
import { MAY_PAY_TWICE } from '../../workflows/contracts/calls/call.js';
import { UNDELIVERED } from '../../workflows/contracts/calls/redo.js';
import { seenAt, words } from '../attention/schemas.js';
import { nameOfPlayer } from '../events/intake.js';
import { component, name, noQuery, opaqueId, text } from '../http/components.js';
import { brandRoute } from '../http/route.js';
import { acknowledgement, redoPlanSchema, redoResultSchema } from './schemas.js';

const redoBody = component(
  'RedoOrder',
  z.strictObject({
    reason: words().describe('Shown in the journal'),
    run: text()
      .max(200, 'is longer than 200 characters, so it is not the id of a run')
      .exactOptional()
      .describe("The id of the call's run. Required while that run is open; otherwise Waypost can find it"),
    acknowledge: acknowledgement().exactOptional().describe('Required if the call may have arrived'),
    id: opaqueId().exactOptional().describe("The caller's own id. A repeat with the same id gets the first answer"),
  }),
);

/** Makes one undelivered call again, with a new key. */
export const redoCall = brandRoute(
  'attention:write',
  {
    method: 'post',
    path: '/v1/calls/{callKey}/redo',
    summary: 'Redo a refused, suppressed or abandoned call as a new call',
    query: noQuery,
    body: { schema: redoBody, required: true },
    answers: {
      200: { description: 'The same order has started the redo before', schema: redoResultSchema },
      201: { description: 'The redo has started', schema: redoResultSchema },
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
      outcome: z.enum(UNDELIVERED, { error: `must be one of ${UNDELIVERED.join(', ')}` }).exactOptional(),
      journey: name().exactOptional().describe('The journey that decided the call'),
      rule: name().exactOptional().describe('The rule that decided the call'),
      player: opaqueId().exactOptional().describe('The player that the call is for'),
      after: seenAt().exactOptional().describe('Ended at this instant or later'),
      before: seenAt().exactOptional().describe('Ended before this instant'),
      reasonContains: text()
        .min(1, 'is empty: remove it')
        .max(300, 'is longer than 300 characters')
        .exactOptional()
        .describe('Text that the reason of the outcome contains'),
    },
    { error: 'must be an object: { "action": … }' },
  )
  .refine((filter) => Object.keys(filter).length > 0, {
    error: 'is empty, which would redo every undelivered call: name an action, destination, outcome, journey, rule, …',
  });

const redoAllBody = component(
  'RedoAllOrder',
  z
    .strictObject({
      filter: filterSchema.describe('A call must match all of them'),
      plan: text()
        .max(100, 'is too long')
        .exactOptional()
        .describe('`plan` from the plan for this filter. Without it, the answer is that plan'),
      id: opaqueId().exactOptional().describe("The caller's own id. The same id again is the same order"),
      reason: words().exactOptional().describe('Shown in the journal of each call'),
      acknowledge: acknowledgement().exactOptional().describe('Also redoes calls that may have arrived'),
      perSecond: z.number({ error: RATE }).int(RATE).min(1, RATE).max(200, RATE).default(50),
    })
    .refine(({ plan, id }) => plan === undefined || id !== undefined, {
      path: ['id'],
      error: 'is missing: choose an id, so that a repeat is the same order',
    })
    .refine(({ plan, reason }) => plan === undefined || reason !== undefined, {
      path: ['reason'],
      error: 'is missing: say why the calls are redone',
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
    found: count.describe('Grows while calls are searched'),
    done: count,
    gone: count.describe('Redone in the meantime by someone else'),
    failed: count,
    failures: z.array(z.object({ callKey: z.string(), run: z.string(), reason: z.string() })).describe('The first 20'),
    finished: z.iso.datetime().nullable(),
    stopped: z.string().nullable().describe('The reason why it ended before all calls were redone'),
  }),
);

/** Plans to redo every undelivered call that matches a filter; with that plan, orders it. */
export const redoCalls = brandRoute(
  'attention:write',
  {
    method: 'post',
    path: '/v1/calls/redo',
    summary: 'Plan, then order, a redo of every undelivered call that matches a filter',
    query: noQuery,
    body: { schema: redoAllBody, required: true },
    answers: {
      200: { description: 'Without `plan`: the plan. Nothing is sent', schema: redoPlanSchema },
      202: { description: 'Temporal has the order. A repeat gets its progress', schema: progressAnswer },
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

/** The progress of a redo by filter. */
export const getRedoCalls = brandRoute(
  'journeys:read',
  {
    method: 'get',
    path: '/v1/calls/redo/{id}',
    summary: 'The progress of a redo by filter',
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
