import { z } from 'zod';
import { actionSchema, actionSummarySchema, describeAction, summariseAction } from '../actions/describe-action.js';
import { findAction } from '../actions/find-action.js';
import { brandNow } from '../brands.js';
import { brandRoute } from '../route.js';
import { component } from '../schemas/components.js';
import { noQuery } from '../schemas/query.js';

/** The callback actions of a brand. */
export const listActions = brandRoute(
  'catalogue:read',
  {
    method: 'get',
    path: '/v1/actions',
    summary: 'List the callback actions',
    query: noQuery,
    answers: {
      200: {
        description: 'In the order of the catalogue',
        schema: component('ActionList', z.object({ actions: z.array(actionSummarySchema) })),
      },
    },
  },
  ({ services, brand }) => {
    const { actions } = brandNow(services.catalogue(), brand);
    return Promise.resolve({ status: 200, body: { actions: [...actions.values()].map(summariseAction) } });
  },
);

/** One callback action. */
export const getAction = brandRoute(
  'catalogue:read',
  {
    method: 'get',
    path: '/v1/actions/{name}',
    summary: 'Describe one callback action, by its name or notification type',
    query: noQuery,
    answers: { 200: { description: 'Its fields, its templates, and what they need', schema: actionSchema } },
  },
  ({ services, request, brand }) => {
    const action = findAction(brandNow(services.catalogue(), brand), String(request.params['name']));
    return Promise.resolve({ status: 200, body: describeAction(action) });
  },
);
