import { isJsonObject } from '../../workflows/contracts/json.js';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import { authenticate, requireScope } from '../keys/authenticate.js';
import { BRAND_HEADER, brandOfRequest } from '../keys/brands.js';
import type { Scope, StoredKey } from '../keys/stored-keys.js';
import type { Services } from '../services.js';
import { Problem, type ProblemKind } from './errors.js';
import { faultsOf } from './problem.js';
import { readBody } from './read-body.js';

/** The declaration of a route. The router and the OpenAPI document are both made from it. */
export interface Declaration<Query, Body> {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** In OpenAPI's form: `/v1/journeys/{id}`. A last `{+path}` takes the rest, slashes included. */
  readonly path: string;
  readonly summary: string;
  /** `noQuery` for none. Unknown parameters are refused, since they are probably misspelt. */
  readonly query: z.ZodType<Query>;
  readonly body?: BodyDeclaration<Body>;
  /** The patterns of path parameters, for the document; the handler checks them. */
  readonly params?: Readonly<Record<string, string>>;
  /** Problems beside those that follow from `access` and `body`. */
  readonly problems?: readonly ProblemKind[];
  /** The good answers by status. */
  readonly answers: Readonly<Record<number, AnswerDeclaration>>;
}

/** A body. `schema` validates it; the document shows `documented` instead if the handler judges each item itself. */
export interface BodyDeclaration<Body> {
  readonly schema: z.ZodType<Body>;
  readonly documented?: z.ZodType;
  readonly required: boolean;
}

/** A successful answer. Without a schema it is text of `contentType`. */
export interface AnswerDeclaration {
  readonly description: string;
  readonly schema?: z.ZodType;
  readonly contentType?: string;
}

/**
 * The callers of a route: anyone (`null`), or a key with a scope. `brand`: the request or each item names its brand.
 * `proof`: another proof than a key in a header.
 */
export type Access = null | {
  readonly scope: Scope;
  readonly brand: 'of-request' | 'of-item';
  readonly proof?: 'key-or-signature' | 'url';
};

/** A handler's answer. A string is sent unchanged with `contentType`; anything else is sent as JSON. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The input of every handler. */
export interface Asked<Query, Body> {
  readonly services: Services;
  readonly query: Query;
  readonly body: Body;
  readonly request: Request;
  readonly response: Response;
}

/** A declared route with its handler. */
export interface Route extends Declaration<unknown, unknown> {
  readonly access: Access;
  answer(services: Services, request: Request, response: Response): Promise<Answer>;
}

/** A route for anyone. */
export function openRoute<Query = unknown>(
  declaration: Declaration<Query, unknown>,
  handle: (asked: Asked<Query, unknown>) => Promise<Answer>,
): Route {
  return {
    ...declaration,
    access: null,
    answer: async (services, request, response) =>
      await handle({ services, request, response, ...(await input(declaration, request, response)) }),
  };
}

/** A route for a key with a scope. Each item of the body names its brand. */
export function keyRoute<Query = unknown, Body = unknown>(
  scope: Scope,
  declaration: Declaration<Query, Body>,
  handle: (asked: Asked<Query, Body> & { readonly key: StoredKey }) => Promise<Answer>,
): Route {
  return {
    ...declaration,
    access: { scope, brand: 'of-item' },
    async answer(services, request, response) {
      const key = admit(services, request, response, scope);
      return await handle({ services, request, response, key, ...(await input(declaration, request, response)) });
    },
  };
}

/** A route for a key with a scope, about one brand: the key's only one, or the one that the header names. */
export function brandRoute<Query = unknown, Body = unknown>(
  scope: Scope,
  declaration: Declaration<Query, Body>,
  handle: (asked: Asked<Query, Body> & { readonly key: StoredKey; readonly brand: string }) => Promise<Answer>,
): Route {
  return {
    ...declaration,
    access: { scope, brand: 'of-request' },
    async answer(services, request, response) {
      const key = admit(services, request, response, scope);
      const brand = brandOfRequest(key, request.get(BRAND_HEADER));
      return await handle({
        services,
        request,
        response,
        key,
        brand,
        ...(await input(declaration, request, response)),
      });
    },
  };
}

/** A route whose handler checks its callers and reads their bodies itself. `access` is for the document only. */
export function guardedRoute<Query = unknown>(
  access: Access,
  declaration: Declaration<Query, unknown>,
  handle: (asked: Omit<Asked<Query, unknown>, 'body'>) => Promise<Answer>,
): Route {
  return {
    ...declaration,
    access,
    answer: async (services, request, response) =>
      await handle({ services, request, response, query: checkQuery(declaration.query, request) }),
  };
}

/** Returns the key of a request and notes its id for the log. Throws a problem of 401 or 403. */
export function admit(services: Services, request: Request, response: Response, scope: Scope): StoredKey {
  const key = authenticate(request.headers, services.keys);
  response.locals.keyId = key.id;
  requireScope(key, scope);
  return key;
}

async function input<Query, Body>(declaration: Declaration<Query, Body>, request: Request, response: Response) {
  return {
    query: checkQuery(declaration.query, request),
    body: await checkBody(declaration.body, request, response),
  };
}

function checkQuery<Query>(schema: z.ZodType<Query>, request: Request): Query {
  const result = schema.safeParse({ ...request.query });
  if (result.success) return result.data;
  const errors = faultsOf(result.error);
  throw new Problem('malformed-request', `The query is invalid: ${errors[0].field} ${errors[0].message}.`, {
    errors,
  });
}

async function checkBody<Body>(
  declared: BodyDeclaration<Body> | undefined,
  request: Request,
  response: Response,
): Promise<Body> {
  // Without a declared body the handler's type for it is `unknown`.
  if (!declared) return undefined as Body;
  const value = await readBody(request, response);
  if (declared.required && value === undefined) throw bodyFault('is missing: send a JSON object');
  if (value !== undefined && !isJsonObject(value)) throw bodyFault('must be a JSON object: { … }');
  const result = declared.schema.safeParse(value ?? {});
  if (result.success) return result.data;
  const errors = faultsOf(result.error);
  throw new Problem('invalid', `The body is invalid: ${errors[0].field} ${errors[0].message}.`, { errors });
}

function bodyFault(message: string): Problem {
  return new Problem('malformed-request', `The body ${message}.`, { errors: [{ field: 'body', message }] });
}
