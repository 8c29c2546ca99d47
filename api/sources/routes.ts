import type { Request, Response } from 'express';
import { z } from 'zod';
import { acceptOne, refuseInvalid } from '../events/accept-one.js';
import { openIntake } from '../events/intake.js';
import { recordInvalid } from '../events/record-decisions.js';
import { sourceAnswerSchema } from '../events/schemas.js';
import { Problem } from '../http/errors.js';
import { type Access, type Answer, guardedRoute, type Route } from '../http/route.js';
import type { Services } from '../services.js';
import { admitKey, admitSignature, admitToken, comesSigned } from './admit-sender.js';
import { judgeSourceEvent, readSourceRequest } from './judge-source-event.js';

const BY_HEADER: Access = { scope: 'events:write', brand: 'of-item', proof: 'key-or-signature' };
const BY_URL: Access = { scope: 'events:write', brand: 'of-item', proof: 'url' };

/** Take events of upstream systems in their own shapes, which the catalogue maps. */
export const sourceRoutes: readonly Route[] = (['post', 'get'] as const).flatMap((method) => [
  sourceRoute(method, '/v1/sources/{source}', BY_HEADER, "Send an event in an upstream system's own shape"),
  sourceRoute(method, '/v1/sources/{source}/{token}', BY_URL, 'The same for a system that can not send headers'),
  sourceRoute(
    method,
    '/v1/integration/custom',
    BY_HEADER,
    'Send a custom event of Fast Track, through the source fast-track-custom',
  ),
]);

function sourceRoute(method: 'post' | 'get', path: string, access: Access, summary: string): Route {
  return guardedRoute(
    access,
    {
      method,
      path,
      summary,
      query: z.looseObject({}),
      answers: { 202: { description: 'As for POST /v1/events', schema: sourceAnswerSchema } },
    },
    async ({ services, request, response }) => takeIn(services, request, response),
  );
}

async function takeIn(services: Services, request: Request, response: Response): Promise<Answer> {
  if (request.method === 'HEAD') {
    throw new Problem('method-not-allowed', 'HEAD does not take events: use GET or POST.', {
      headers: { Allow: 'GET, POST' },
    });
  }
  const { source = 'fast-track-custom', token } = request.params as { source?: string; token?: string };
  const signed = token === undefined && comesSigned(request);
  // A key is checked before the body is read; a signature needs the body.
  const admitted = signed
    ? null
    : token === undefined
      ? admitKey(services, request, response, source)
      : admitToken(services, response, source, token);
  const read = await readSourceRequest(request, response);
  const offered = admitted ?? (await admitSignature(services, request, read.rawBody, source));
  const { event: judged, faults, about, window } = judgeSourceEvent(offered, read, await openIntake(services), signed);
  if (faults) {
    recordInvalid(services, about, faults);
    throw refuseInvalid(faults);
  }
  const event = window === null ? judged : await services.journeys.identify(judged, window);
  const decisions = await acceptOne(services, event, { dryRun: false, strict: false });
  return { status: 202, body: { event: event.id, ...(window === null ? {} : { identity: 'hash' }), decisions } };
}
