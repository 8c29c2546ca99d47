import { randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { component, noQuery } from '../http/components.js';
import { Problem } from '../http/errors.js';
import { admit, type Answer, guardedRoute, type Route } from '../http/route.js';
import { type Echo, echoOf, type Services } from '../services.js';
import type { EchoedRequest } from './echo-store.js';
import { PAGE_HEADERS } from './html.js';
import { knownSecrets } from './known-secrets.js';
import { bucketPage, shownBody, startPage } from './pages.js';
import { readEchoed } from './read-echoed.js';

/** Pattern of a bucket's name. */
export const BUCKET = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/** The pattern in words. */
export const BUCKET_RULE = 'must be 1 to 64 letters, digits, hyphens and underscores, and begin with a letter or digit';

/** The shortest name of a bucket that strangers can reach: only the name keeps them out. */
export const SHORTEST_SECRET_NAME = 16;

/** Returns a random bucket name that nobody can guess. */
export function suggestBucket(): string {
  return `echo-${randomBytes(12).toString('base64url').replaceAll(/[-_]/g, 'x')}`;
}

/** Checks the name of a bucket and throws a problem if it is invalid. `open` accepts short names too. */
export function checkBucket(name: string, open: boolean): string {
  if (!BUCKET.test(name)) throw bucketFault(BUCKET_RULE);
  if (!open && name.length < SHORTEST_SECRET_NAME) {
    throw bucketFault(`must have at least ${SHORTEST_SECRET_NAME} characters: GET /echo-list/ suggests one`);
  }
  return name;
}

function bucketFault(message: string): Problem {
  return new Problem('invalid', `The bucket's name ${message}.`, { errors: [{ field: 'bucket', message }] });
}

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
        headers: z.array(z.array(z.string()).length(2)).describe('Names and values, with masked secrets'),
        body: z.string().describe('The first 256 kB'),
        encoding: z.enum(['utf-8', 'base64']),
        size: z.number().int().describe('Bytes of the whole body'),
      }),
    ),
  }),
);

const READER_PROBLEMS = ['not-found', 'unauthenticated', 'missing-scope'] as const;

/** Suggests a bucket with a random name. */
export const suggestEchoBucket = guardedRoute(
  null,
  {
    method: 'get',
    path: '/echo-list',
    summary: 'Suggest an echo bucket with a random name',
    query: noQuery,
    problems: READER_PROBLEMS,
    answers: { 200: { description: 'HTML or JSON, by `Accept`', schema: suggestion } },
  },
  ({ services, request, response }) => {
    admitReader(services, request, response);
    const bucket = suggestBucket();
    if (wantsPage(request)) return Promise.resolve(asPage(startPage(originOf(request), bucket)));
    const body = { bucket, send: `/echo-send/${bucket}/`, list: `/echo-list/${bucket}/` };
    return Promise.resolve({ status: 200, body });
  },
);

/** The requests of a bucket. */
export const listEchoBucket = guardedRoute(
  null,
  {
    method: 'get',
    path: '/echo-list/{bucket}',
    summary: 'List the last 100 requests of an echo bucket, newest first',
    query: noQuery,
    params: { bucket: BUCKET.source },
    problems: [...READER_PROBLEMS, 'invalid'],
    answers: { 200: { description: 'HTML or JSON, by `Accept`', schema: echoedRequests } },
  },
  ({ services, request, response }) => {
    const echo = admitReader(services, request, response);
    const bucket = checkBucket(String(request.params['bucket']), echo.isOpen);
    const requests = echo.store.list(bucket);
    if (wantsPage(request)) return Promise.resolve(asPage(bucketPage(originOf(request), bucket, requests)));
    return Promise.resolve({ status: 200, body: { bucket, requests: requests.map(toJson) } });
  },
);

/** Admits anyone on a development machine; elsewhere requires a key besides the bucket's name. */
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

const answer = component(
  'Echoed',
  z.object({
    Data: z.object({ bucket: z.string(), number: z.number().int().describe('Its number in the list') }),
    Success: z.literal(true),
    Errors: z.array(z.string()),
  }),
);

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Take any request to a bucket, also with a path below it, so that a destination's URL can point here. */
export const echoSendRoutes: readonly Route[] = METHODS.flatMap((method) =>
  ['/echo-send/{bucket}', '/echo-send/{bucket}/{+path}'].map((path) =>
    guardedRoute(
      null,
      {
        method,
        path,
        summary: 'Send any request to an echo bucket',
        query: z.looseObject({}),
        params: { bucket: BUCKET.source },
        problems: ['not-found', 'invalid', 'body-too-large'],
        answers: { 200: { description: 'The request is kept', schema: answer } },
      },
      async ({ services, request }) => {
        const echo = echoOf(services);
        const bucket = checkBucket(String(request.params['bucket']), echo.isOpen);
        const known = await knownSecrets(services.catalogue(), services.environment);
        const number = echo.store.add(bucket, await readEchoed(request, known));
        // The standard envelope, so that a call to a bucket counts as delivered.
        return { status: 200, body: { Data: { bucket, number }, Success: true, Errors: [] } };
      },
    ),
  ),
);
