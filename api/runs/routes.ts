import type { Request } from 'express';
import { z } from 'zod';
import { CALL_RUN, NAME, parseRunId, RULE_RUN, ruleJourney } from '../../workflows/contracts/names.js';
import { RUN_STATUSES } from '../../workflows/contracts/runs/run.js';
import { nameOfPlayer } from '../events/intake.js';
import { component, jsonObject, name, noQuery, opaqueId, text } from '../http/components.js';
import { Problem, runNotFound } from '../http/errors.js';
import { requireKnownNames } from '../http/known-names.js';
import { brandRoute, type Route } from '../http/route.js';
import { brandOfEvent } from '../keys/brands.js';
import { journeyName, pageShape, runExplanationSchema, runPageSchema } from './schemas.js';

const query = z
  .strictObject({
    player: opaqueId().optional().describe('The id of a player'),
    journey: journeyName().optional(),
    rule: name().optional().describe('Only the runs of this rule'),
    status: z.enum(RUN_STATUSES, { error: `must be one of ${RUN_STATUSES.join(', ')}` }).optional(),
    attention: z
      .enum(['true', 'false'], { error: 'must be true or false' })
      .optional()
      .describe('`true`: only runs that need a person; `false`: only runs that need none'),
    ...pageShape,
  })
  .refine(({ journey, rule }) => journey === undefined || rule === undefined, {
    path: ['rule'],
    error: 'is there beside journey: remove one of them',
  });

/** One page of runs. */
export const listJourneys = brandRoute(
  'journeys:read',
  {
    method: 'get',
    path: '/v1/journeys',
    summary: 'List runs, newest first',
    query,
    answers: { 200: { description: 'A page; `next` is the cursor of the page after it', schema: runPageSchema } },
  },
  async ({ services, brand, query: { player, journey, rule, status, attention, limit, cursor } }) => {
    const of = rule === undefined ? journey : ruleJourney(rule);
    const page = await services.journeys.list({
      brand,
      limit,
      ...(player === undefined ? {} : { playerId: await nameOfPlayer(services, brand, player, 'player') }),
      ...(of === undefined ? {} : { journey: of }),
      ...(status === undefined ? {} : { status }),
      ...(attention === undefined ? {} : { attention: attention === 'true' }),
      ...(cursor === undefined ? {} : { cursor }),
    });
    if (page.runs.length === 0 && cursor === undefined) requireKnownNames(services, brand, { journey, rule });
    return { status: 200, body: page };
  },
);

/** One run explained. */
export const getJourney = brandRoute(
  'journeys:read',
  {
    method: 'get',
    path: '/v1/journeys/{id}',
    summary: 'Explain one run',
    query: z.strictObject({
      run: z
        .string()
        .regex(/^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/, "must be Temporal's own id of a run, a UUID")
        .optional()
        .describe("Temporal's own id of the run. Default: the latest run of this id"),
    }),
    answers: {
      200: {
        description: 'State, journal, what it waits for, and open attempts',
        schema: runExplanationSchema,
      },
    },
  },
  async ({ services, request, brand, query }) => ({
    status: 200,
    body: await services.journeys.explain(runIdOf(request, brand), query.run),
  }),
);

const startBody = component(
  'StartOrder',
  z.strictObject({
    journey: name(),
    playerId: opaqueId(),
    key: opaqueId().optional().describe("The run's key, for a journey that has one"),
    id: opaqueId().describe("The caller's own id. A repeat with the same id starts nothing"),
    data: jsonObject().default({}).describe('The data of the start event'),
    brand: text()
      .max(128, 'is longer than 128 characters')
      .optional()
      .describe('The brand of the request, or one of its origins'),
  }),
);

const startAnswer = component(
  'StartAnswer',
  z.object({ started: z.boolean(), id: z.string(), run: z.string().describe("Temporal's own id of the run") }),
);

/** Starts a run by hand, or answers with the run that is already open. */
export const postJourneys = brandRoute(
  'journeys:write',
  {
    method: 'post',
    path: '/v1/journeys',
    summary: 'Start a run by hand',
    query: noQuery,
    body: { schema: startBody, required: true },
    answers: {
      200: { description: 'The run was already open', schema: startAnswer },
      201: { description: 'The run has started', schema: startAnswer },
    },
  },
  async ({ services, brand, body }) => {
    const { journey, key = null, id, data } = body;
    const decided = brandOfEvent([brand], body.brand, services.catalogue());
    if ('refusal' in decided) {
      throw new Problem('invalid', `The run can't be started: brand ${decided.refusal}.`, {
        errors: [{ field: 'brand', message: decided.refusal }],
      });
    }
    const playerId = await nameOfPlayer(services, brand, body.playerId);
    const result = await services.journeys.start({ brand, journey, playerId, key, id, data });
    return { status: result.started ? 201 : 200, body: result };
  },
);

const orderBody = component(
  'RunOrder',
  z.strictObject({
    reason: text().max(500, 'is longer than 500 characters').optional().describe('Shown in the journal'),
  }),
);

const orderAnswer = component(
  'RunOrderAnswer',
  z.object({ id: z.string(), order: z.enum(['pause', 'resume', 'cancel', 'wake']) }),
);

/** Pauses a run: no new step begins. */
export const pauseJourney = orderRoute('pause', 'Pause one run: no new step begins');
/** Resumes a paused run. */
export const resumeJourney = orderRoute('resume', 'Resume a paused run');
/** Cancels a run, with its compensations. */
export const cancelJourney = orderRoute('cancel', 'Cancel one run, with its compensations');
/** Wakes a stalled run. */
export const wakeJourney = orderRoute('wake', 'Wake one run: a stalled one goes on, any other is as before');

function orderRoute(order: 'pause' | 'resume' | 'cancel' | 'wake', summary: string): Route {
  return brandRoute(
    'journeys:write',
    {
      method: 'post',
      path: `/v1/journeys/{id}/${order}`,
      summary,
      query: noQuery,
      body: { schema: orderBody, required: false },
      answers: { 202: { description: "The order is in the run's history", schema: orderAnswer } },
    },
    async ({ services, request, brand, key, body }) => {
      const id = runIdOf(request, brand);
      await services.journeys[order](id, { by: key.owner, reason: body.reason ?? null });
      return { status: 202, body: { id, order } };
    },
  );
}

/** Runs of rules and calls, which routes treat like runs of journeys. */
const OF_OURS: readonly string[] = [RULE_RUN, CALL_RUN];

/**
 * Returns the run id in a path, if it belongs to a run of a journey, rule or call of the brand. Any other id gets the
 * same answer as a run that does not exist.
 */
export function runIdOf(request: Request, brand: string): string {
  for (const id of readings(request)) {
    const parts = parseRunId(id);
    if (parts) {
      if (parts.brand === brand && (NAME.test(parts.journey) || OF_OURS.includes(parts.journey))) return id;
      throw runNotFound();
    }
  }
  throw runNotFound();
}

// An id contains percent sequences. Callers should encode these again, but many paste the id unchanged.
function readings(request: Request): string[] {
  const { id } = request.params;
  return [typeof id === 'string' ? id : '', request.path.split('/')[3] ?? ''];
}
