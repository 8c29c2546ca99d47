import { z } from 'zod';
import { openApi } from '../openapi.js';
import { openRoute, type Route } from '../route.js';
import { component } from '../schemas/components.js';
import { noQuery } from '../schemas/query.js';

const documentSchema = component('OpenApiDocument', z.looseObject({ openapi: z.string() }));

/** The route that describes all routes, itself among them. */
export function getOpenApi(others: readonly Route[]): Route {
  const route: Route = openRoute(
    {
      method: 'get',
      path: '/openapi.json',
      summary: 'This document',
      query: noQuery,
      answers: { 200: { description: 'OpenAPI 3.1', schema: documentSchema } },
    },
    () => Promise.resolve({ status: 200, body: openApi([...others, route]) }),
  );
  return route;
}
