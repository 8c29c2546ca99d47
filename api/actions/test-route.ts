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
    id: opaqueId().describe("The caller's own id, from which the key of the call is made"),
    to: z.enum(['echo', 'destination'], { error: 'must be echo or destination' }).default('echo'),
    draft: draftSchema.exactOptional().describe('As for a preview; only with `to: echo`'),
    bucket: text()
      .regex(BUCKET, BUCKET_RULE)
      .exactOptional()
      .describe('A bucket of the echo service. Default: a new one with a random name'),
  }),
);

const echoAnswer = component(
  'EchoTestAnswer',
  z.object({
    to: z.literal('echo'),
    action: z.string(),
    callKey: z.string(),
    bucket: z.string(),
    list: z.string().describe('The path that lists the requests of the bucket'),
  }),
);

const destinationAnswer = component(
  'DestinationTestAnswer',
  z.object({
    to: z.literal('destination'),
    action: z.string(),
    callKey: z.string(),
    started: z.boolean().describe('False if the same id has started it before'),
    id: z.string().describe('The run of the call, for GET /v1/journeys/{id}'),
    run: z.string(),
  }),
);

/**
 * Sends an action's request to an echo bucket with masked credentials. With `to: destination` it makes a real call, with
 * all rules of one.
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
      200: { description: 'The echo service has it', schema: echoAnswer },
      202: { description: 'The call to the destination has started', schema: destinationAnswer },
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
    if (shown.kind === 'refused') throw new Problem('invalid', `The action can't be sent: ${shown.reason}.`);
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
      throw new Problem('internal', 'The request did not reach the echo service. The log has the reason.', { cause });
    }
    return { status: 200, body: { to, action: action.name, callKey, bucket, list: `/echo-list/${bucket}/` } };
  },
);

/** Returns the address at which this process received the request, whatever proxy is between. */
function ownAddress({ socket }: Request): { url: string; address: string } {
  const { localAddress: address = '127.0.0.1', localPort = 0 } = socket;
  return { url: `http://${address.includes(':') ? `[${address}]` : address}:${localPort}`, address };
}

/** Refuses the parts that only an echo test takes: at the destination the real lookups are asked. */
function refuseEchoOnly(bucket: string | undefined, lookup: JsonObject, draft: ActionDraft | undefined): void {
  const given = { bucket: bucket !== undefined, draft: draft !== undefined, lookup: Object.keys(lookup).length > 0 };
  const field = Object.entries(given).find(([, isGiven]) => isGiven)?.[0];
  if (field === undefined) return;
  const message = 'is for the echo service only: remove it';
  throw new Problem('invalid', `${field} ${message}.`, { errors: [{ field, message }] });
}
