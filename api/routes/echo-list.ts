import type { Request, Response } from 'express';
import { z } from 'zod';
import { BUCKET, checkBucket, suggestBucket } from '../echo/bucket-name.js';
import type { EchoedRequest } from '../echo/echo-store.js';
import { PAGE_HEADERS } from '../echo/html.js';
import { bucketPage, startPage } from '../echo/pages.js';
import { shownBody } from '../echo/shown-body.js';
import { admit, guardedRoute, type Answer } from '../route.js';
import { component } from '../schemas/components.js';
import { noQuery } from '../schemas/query.js';
import { echoOf, type Echo, type Services } from '../services.js';

const suggestion = component(
  'EchoSuggestion',
  z.object({ bucket: z.string(), send: z.string(), list: z.string().describe('Paths on this server') }),
);

const echoedRequests = component(
  'EchoedRequests',
  z.object({
    bucket: z.string(),
    requests: z.array(
      z.object({
        number: z.number().int(),
        at: z.iso.datetime(),
        method: z.string(),
        path: z.string().describe('Below the bucket'),
        query: z.string(),
        headers: z.array(z.array(z.string()).length(2)).describe('Names and values, secrets masked'),
        body: z.string().describe('As it came; its first 256 kB'),
        encoding: z.enum(['utf-8', 'base64']),
        size: z.number().int().describe('Bytes of the whole body'),
      }),
    ),
  }),
);

const READER_PROBLEMS = ['not-found', 'unauthenticated', 'missing-scope'] as const;

/** Suggests a bucket that nobody guesses. */
export const suggestEchoBucket = guardedRoute(
  null,
  {
    method: 'get',
    path: '/echo-list',
    summary: 'Suggest an echo bucket that nobody guesses',
    query: noQuery,
    problems: READER_PROBLEMS,
    answers: { 200: { description: 'A page, or JSON, as `Accept` says', schema: suggestion } },
  },
  ({ services, request, response }) => {
    admitReader(services, request, response);
    const bucket = suggestBucket();
    if (wantsPage(request)) return Promise.resolve(asPage(startPage(originOf(request), bucket)));
    const body = { bucket, send: `/echo-send/${bucket}/`, list: `/echo-list/${bucket}/` };
    return Promise.resolve({ status: 200, body });
  },
);

/** What arrived in a bucket. */
export const listEchoBucket = guardedRoute(
  null,
  {
    method: 'get',
    path: '/echo-list/{bucket}',
    summary: 'The last 100 requests of an echo bucket, newest first',
    query: noQuery,
    params: { bucket: BUCKET.source },
    problems: [...READER_PROBLEMS, 'invalid'],
    answers: { 200: { description: 'A page, or JSON, as `Accept` says', schema: echoedRequests } },
  },
  ({ services, request, response }) => {
    const echo = admitReader(services, request, response);
    const bucket = checkBucket(String(request.params['bucket']), echo.isOpen);
    const requests = echo.store.list(bucket);
    if (wantsPage(request)) return Promise.resolve(asPage(bucketPage(originOf(request), bucket, requests)));
    return Promise.resolve({ status: 200, body: { bucket, requests: requests.map(toJson) } });
  },
);

/** Anybody may read on a machine of development; elsewhere a key is needed beside the bucket's name. */
function admitReader(services: Services, request: Request, response: Response): Echo {
  const echo = echoOf(services);
  if (!echo.isOpen) admit(services, request, response, 'actions:test');
  return echo;
}

function wantsPage(request: Request): boolean {
  return request.accepts(['json', 'html']) === 'html';
}

function asPage(body: string): Answer {
  return { status: 200, body, contentType: 'text/html', headers: { ...PAGE_HEADERS, Vary: 'Accept' } };
}

function originOf(request: Request): string {
  return `${request.protocol}://${request.get('host') ?? ''}`;
}

function toJson(request: EchoedRequest): object {
  const { text, encoding } = shownBody(request);
  return { ...request, body: text, encoding };
}
