import type { Request } from 'express';
import { z } from 'zod';
import { sendRequest } from '../../outbound/request/request.js';
import type { JsonObject } from '../../workflows/contracts/json.js';
import { BUCKET, BUCKET_RULE, checkBucket, suggestBucket } from '../echo/routes.js';
import { nameOfPlayer } from '../events/intake.js';
import { component, noQuery, opaqueId, text } from '../http/components.js';
import { Problem } from '../http/errors.js';
import { brandRoute } from '../http/route.js';
import { brandNow } from '../keys/brands.js';
import { echoOf } from '../services.js';
import { type ActionDraft, actionOrDraft, draftSchema } from './draft-action.js';
import { contextShape } from './find-action.js';
import { renderShown } from './render-shown.js';

const SEND_TIME_MS = 10_000;

const testBody = component(
  'TestOrder',
  z.strictObject({
    ...contextShape,
    id: opaqueId().describe("The caller's own id: it decides the call's key"),
    to: z.enum(['echo', 'destination'], { error: 'must be echo or destination' }).default('echo'),
    draft: draftSchema.exactOptional().describe('As for a preview; to an echo bucket alone'),
    bucket: text()
      .regex(BUCKET, BUCKET_RULE)
      .exactOptional()
      .describe('Of the echo service; a new one that nobody guesses unless given'),
  }),
);

const echoAnswer = component(
  'EchoTestAnswer',
  z.object({
    to: z.literal('echo'),
    action: z.string(),
    callKey: z.string(),
    bucket: z.string(),
    list: z.string().describe('Where to read what arrived'),
  }),
);

const destinationAnswer = component(
  'DestinationTestAnswer',
  z.object({
    to: z.literal('destination'),
    action: z.string(),
    callKey: z.string(),
    started: z.boolean().describe('False where the same id has begun it before'),
    id: z.string().describe('The run of the call: GET /v1/journeys/{id} tells what becomes of it'),
    run: z.string(),
  }),
);

/**
 * Sends what an action would send to an echo bucket, its proof masked; or, when asked for, to the destination, by all
 * the rules of a call.
 */
export const testAction = brandRoute(
  'actions:test',
  {
    method: 'post',
    path: '/v1/actions/{name}/test',
    summary: 'Fire an action at an echo bucket, or at its destination',
    query: noQuery,
    body: { schema: testBody, required: true },
    answers: {
      200: { description: 'It has arrived at the echo service', schema: echoAnswer },
      202: { description: 'It is on its way to the destination', schema: destinationAnswer },
    },
  },
  async ({ services, request, brand: name, body: { id, to, bucket: named, draft, ...given } }) => {
    const catalogue = services.catalogue();
    const brand = brandNow(catalogue, name);
    const action = actionOrDraft(brand, String(request.params['name']), draft);
    const context = { ...given, playerId: await nameOfPlayer(services, name, given.playerId) };
    if (to === 'destination') {
      refuseEchoOnly(named, context.lookup, draft);
      const { lookup: _, ...about } = context;
      const sent = await services.journeys.test({ ...about, brand: name, action: action.name, id });
      return { status: 202, body: { to, action: action.name, ...sent } };
    }
    const bucket = checkBucket(named ?? suggestBucket(), echoOf(services).isOpen);
    const shown = renderShown(catalogue, brand, action, context, id);
    if (shown.kind === 'refused') throw new Problem('invalid', `The action would not be sent: ${shown.reason}.`);
    const { method, body, callKey } = shown.call;
    const own = ownAddress(request);
    const sent = await sendRequest({
      base: `${own.url}/echo-send/${bucket}`,
      allow: [own.address],
      tls: null,
      method,
      path: shown.path,
      headers: shown.headers,
      body,
      deadline: Date.now() + SEND_TIME_MS,
      fresh: true,
    });
    if (sent.kind === 'failed' || sent.status !== 200) {
      const cause = new Error(sent.kind === 'failed' ? sent.message : `${sent.status} ${sent.bodyText}`);
      throw new Problem('internal', 'The request did not reach the echo service: the log says why.', { cause });
    }
    return { status: 200, body: { to, action: action.name, callKey, bucket, list: `/echo-list/${bucket}/` } };
  },
);

/** The address at which this very process was reached just now, whatever stands before it. */
function ownAddress({ socket }: Request): { url: string; address: string } {
  const { localAddress: address = '127.0.0.1', localPort = 0 } = socket;
  return { url: `http://${address.includes(':') ? `[${address}]` : address}:${localPort}`, address };
}

/** At the destination the lookups themselves are asked. */
function refuseEchoOnly(bucket: string | undefined, lookup: JsonObject, draft: ActionDraft | undefined): void {
  const given = { bucket: bucket !== undefined, draft: draft !== undefined, lookup: Object.keys(lookup).length > 0 };
  const field = Object.entries(given).find(([, isGiven]) => isGiven)?.[0];
  if (field === undefined) return;
  const message = 'is for the echo service alone: leave it out';
  throw new Problem('invalid', `${field} ${message}.`, { errors: [{ field, message }] });
}
