import { z } from 'zod';
import { BUCKET, checkBucket } from '../echo/bucket-name.js';
import { knownSecrets } from '../echo/known-secrets.js';
import { readEchoed } from '../echo/read-echoed.js';
import { guardedRoute, type Route } from '../route.js';
import { component } from '../schemas/components.js';
import { echoOf } from '../services.js';

const answer = component(
  'Echoed',
  z.object({
    Data: z.object({ bucket: z.string(), number: z.number().int().describe('Its number in the list') }),
    Success: z.literal(true),
    Errors: z.array(z.string()),
  }),
);

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** The echo service's way in: takes any request, also with a path below the bucket, as a destination's URL would. */
export const echoSendRoutes: readonly Route[] = METHODS.flatMap((method) =>
  ['/echo-send/{bucket}', '/echo-send/{bucket}/{+path}'].map((path) =>
    guardedRoute(
      null,
      {
        method,
        path,
        summary: 'Send anything to an echo bucket, to read there what arrived',
        query: z.looseObject({}),
        params: { bucket: BUCKET.source },
        problems: ['not-found', 'invalid', 'body-too-large'],
        answers: { 200: { description: 'It is kept', schema: answer } },
      },
      async ({ services, request }) => {
        const echo = echoOf(services);
        const bucket = checkBucket(String(request.params['bucket']), echo.isOpen);
        const known = await knownSecrets(services.catalogue(), services.environment);
        const number = echo.store.add(bucket, await readEchoed(request, known));
        // The envelope that callbacks are answered with, so that a call to a bucket counts as delivered.
        return { status: 200, body: { Data: { bucket, number }, Success: true, Errors: [] } };
      },
    ),
  ),
);
