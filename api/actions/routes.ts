import { z } from 'zod';
import { METHODS } from '../../workflows/contracts/calls/call.js';
import { nameOfPlayer } from '../events/intake.js';
import { component, noQuery } from '../http/components.js';
import { brandRoute } from '../http/route.js';
import { brandNow } from '../keys/brands.js';
import { actionSchema, actionSummarySchema, describeAction, summariseAction } from './describe-action.js';
import { actionOrDraft, draftSchema } from './draft-action.js';
import { contextShape, findAction } from './find-action.js';
import { renderShown } from './render-shown.js';

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
    answers: {
      200: { description: 'Its fields, its templates, and the values that these need', schema: actionSchema },
    },
  },
  ({ services, request, brand }) => {
    const action = findAction(brandNow(services.catalogue(), brand), String(request.params['name']));
    return Promise.resolve({ status: 200, body: describeAction(action) });
  },
);

const previewBody = component('PreviewOrder', z.strictObject({ ...contextShape, draft: draftSchema.exactOptional() }));

const previewAnswer = component(
  'Preview',
  z.union([
    z.object({
      result: z.literal('ready'),
      action: z.string(),
      destination: z.string(),
      method: z.enum(METHODS),
      url: z.string().describe('Without secrets'),
      headers: z.record(z.string(), z.string()).describe('Secrets are masked'),
      body: z.string().nullable(),
      value: z.object({ amount: z.string(), currency: z.string() }).nullable(),
      catalogue: z.string(),
    }),
    z.object({ result: z.literal('refused'), action: z.string(), reason: z.string() }),
  ]),
);

/** Renders an action's request and sends nothing. */
export const previewAction = brandRoute(
  'catalogue:read',
  {
    method: 'post',
    path: '/v1/actions/{name}/preview',
    summary: 'Render an action, or a draft of one, without sending it',
    query: noQuery,
    body: { schema: previewBody, required: false },
    answers: {
      200: {
        description: 'The request as it would be sent, or the reason why it would be refused',
        schema: previewAnswer,
      },
    },
  },
  async ({ services, request, brand: name, body: { draft, ...given } }) => {
    const catalogue = services.catalogue();
    const brand = brandNow(catalogue, name);
    const action = actionOrDraft(brand, String(request.params['name']), draft);
    const context = { ...given, playerId: await nameOfPlayer(services, name, given.playerId) };
    const shown = renderShown(catalogue, brand, action, context, null);
    if (shown.kind === 'refused') {
      return { status: 200, body: { result: 'refused', action: action.name, reason: shown.reason } };
    }
    const { destination, method, body, value } = shown.call;
    const base = brand.destinations.get(destination)?.url.replace(/\/+$/, '') ?? '';
    return {
      status: 200,
      body: {
        result: 'ready',
        action: action.name,
        destination,
        method,
        url: base + shown.path,
        headers: shown.headers,
        body,
        value,
        catalogue: catalogue.hash,
      },
    };
  },
);
