import { z } from 'zod';
import { BRAND_HEADER } from '../keys/brands.js';
import { componentName, components } from './components.js';
import { type ProblemKind, PROBLEMS } from './errors.js';
import { problemSchema } from './problem.js';
import type { Route } from './route.js';

type Part = Readonly<Record<string, unknown>>;

const PREFIX = '#/components/schemas/';

/** Builds the OpenAPI 3.1 document of some routes from the schemas that validate requests. */
export function openApi(routes: readonly Route[]): Part {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Waypost',
      version: '1',
      description: 'Durable player journeys and callbacks. Errors are RFC 9457 problems.',
    },
    paths: pathsOf(routes),
    components: {
      schemas: namedSchemas(),
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'wp_<id>_<secret>' },
        header: { type: 'apiKey', in: 'header', name: 'X-Api-Key' },
        signature: {
          type: 'apiKey',
          in: 'header',
          name: 'Webhook-Signature',
          description: 'Standard Webhooks: with `Webhook-Id` and `Webhook-Timestamp`',
        },
      },
    },
  };
}

function pathsOf(routes: readonly Route[]): Part {
  const paths: Record<string, Record<string, Part>> = {};
  for (const route of routes) {
    const path = documentedPath(route.path);
    paths[path] = { ...paths[path], [route.method]: operation(route) };
  }
  return paths;
}

/** Converts a route's path to OpenAPI's form, which has no parameter for the rest of a path. */
export function documentedPath(path: string): string {
  return path.replace('{+', '{');
}

function operation(route: Route): Part {
  return {
    operationId: `${route.method}${documentedPath(route.path).replaceAll(/[^a-zA-Z]+(.)?/g, (_, first?: string) => first?.toUpperCase() ?? '')}`,
    summary: route.summary,
    ...(route.access ? { description: `Scope: \`${route.access.scope}\`` } : {}),
    security: security(route),
    parameters: [...pathParameters(route), ...brandParameter(route), ...queryParameters(route)],
    ...requestBody(route),
    responses: { ...answers(route), ...problems(route) },
  };
}

function security({ access }: Route): Part[] {
  if (access === null || access.proof === 'url') return [];
  const keys = [{ bearer: [] }, { header: [] }];
  return access.proof === 'key-or-signature' ? [...keys, { signature: [] }] : keys;
}

function pathParameters(route: Route): Part[] {
  return [...documentedPath(route.path).matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string', ...(name && route.params?.[name] ? { pattern: route.params[name] } : {}) },
  }));
}

function brandParameter(route: Route): Part[] {
  if (route.access?.brand !== 'of-request') return [];
  const description = 'The brand that the request is for. Required if the key holds several brands';
  return [{ name: BRAND_HEADER, in: 'header', required: false, description, schema: { type: 'string' } }];
}

function queryParameters(route: Route): Part[] {
  const { properties = {}, required = [] } = z.toJSONSchema(route.query, { io: 'input' });
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

function requestBody({ body }: Route): Part {
  if (!body) return {};
  return {
    requestBody: { required: body.required, content: { 'application/json': content(body.documented ?? body.schema) } },
  };
}

function answers(route: Route): Part {
  return Object.fromEntries(
    Object.entries(route.answers).map(([status, { description, schema, contentType }]) => [
      status,
      {
        description,
        content: schema
          ? { 'application/json': content(schema) }
          : { [contentType ?? 'text/plain']: { schema: { type: 'string' } } },
      },
    ]),
  );
}

// Node answers this one before the request reaches the application.
const OF_HTTP = { 431: { description: 'Request line and headers are larger than 16 kB in total' } };

function problems(route: Route): Part {
  const kinds: ProblemKind[] = ['malformed-request', 'internal', 'unavailable'];
  if (route.access) kinds.push('unauthenticated', 'missing-scope', 'not-found', 'invalid', 'no-worker');
  if (route.body) kinds.push('body-too-large', 'unsupported-media-type');
  kinds.push(...(route.problems ?? []));
  const described = kinds.map((kind): [number, Part] => [
    PROBLEMS[kind].status,
    { description: PROBLEMS[kind].title, content: { 'application/problem+json': content(problemSchema) } },
  ]);
  return { ...Object.fromEntries(described), ...OF_HTTP };
}

function content(schema: z.ZodType): Part {
  return { schema: { $ref: `${PREFIX}${componentName(schema)}` } };
}

function namedSchemas(): Part {
  const { schemas } = z.toJSONSchema(components, { io: 'input', uri: (id) => `${PREFIX}${id}` });
  return Object.fromEntries(
    // Within a document the schemas go by their place in it.
    Object.entries(schemas).map(([id, { $schema: _dialect, $id: _uri, ...schema }]) => [id, schema]),
  );
}
