import type { Request } from 'express';
import { z } from 'zod';
import { sendRequest } from '../../outbound/request.js';
import { contextShape } from '../actions/call-context.js';
import { findAction } from '../actions/find-action.js';
import { renderShown } from '../actions/render-shown.js';
import { brandNow } from '../brands.js';
import { checkBucket, suggestBucket } from '../echo/bucket-name.js';
import { Problem } from '../errors.js';
import { brandRoute } from '../route.js';
import { component } from '../schemas/components.js';
import { noQuery } from '../schemas/query.js';
import { opaqueId, text } from '../schemas/text.js';
import { echoOf } from '../services.js';

const TIME = 10_000;

const testBody = component(
  'TestOrder',
  z.strictObject({
    ...contextShape,
    id: opaqueId().describe("The caller's own id: it decides the call's key"),
    to: z.enum(['echo', 'destination'], { error: 'must be echo or destination' }).default('echo'),
    bucket: text().exactOptional().describe('Of the echo service; a new one that nobody guesses unless given'),
  }),
);

const testAnswer = component(
  'TestAnswer',
  z.object({
    to: z.literal('echo'),
    action: z.string(),
    callKey: z.string(),
    bucket: z.string(),
    list: z.string().describe('Where to read what arrived'),
  }),
);

/** Sends what an action would send to an echo bucket, its proof masked. */
export const testAction = brandRoute(
  'actions:test',
  {
    method: 'post',
    path: '/v1/actions/{name}/test',
    summary: 'Fire an action at an echo bucket',
    query: noQuery,
    body: { schema: testBody, required: true },
    answers: { 200: { description: 'It has arrived', schema: testAnswer } },
  },
  async ({ services, request, brand: name, body: { id, to, bucket: named, ...context } }) => {
    const catalogue = services.catalogue();
    const brand = brandNow(catalogue, name);
    const action = findAction(brand, String(request.params['name']));
    if (to === 'destination') throw noDestination();
    const bucket = checkBucket(named ?? suggestBucket(), echoOf(services).isOpen);
    const shown = renderShown(catalogue, brand, action, context, id);
    if (shown.kind === 'refused') throw new Problem('invalid', `The action would not be sent: ${shown.reason}.`);
    const { method, body, callKey } = shown.call;
    const sent = await sendRequest({
      base: `${ownAddress(request)}/echo-send/${bucket}`,
      method,
      path: shown.path,
      headers: shown.headers,
      body,
      deadline: Date.now() + TIME,
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
function ownAddress({ socket }: Request): string {
  const { localAddress = '127.0.0.1', localPort = 0 } = socket;
  return `http://${localAddress.includes(':') ? `[${localAddress}]` : localAddress}:${localPort}`;
}

function noDestination(): Problem {
  const message = 'can not be destination yet: this version has no run for a single call; use echo';
  return new Problem('not-available', `The test was not sent: to ${message}.`, { errors: [{ field: 'to', message }] });
}
