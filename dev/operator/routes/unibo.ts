import { Router, type RequestHandler } from 'express';
import { z } from 'zod';
import { failed, json, send } from '../answer.js';
import { effect } from '../effect.js';
import { textOrNumber, userIdOrList } from '../fields.js';
import type { OperatorState } from '../state.js';
import { TOKEN_LIFETIME } from '../tokens.js';

const optIn = z.object({ user_id: userIdOrList, campaign_id: textOrNumber('the id of the campaign') });

/** Serves Unibo: a token endpoint that gives a token to everyone, and the opt-in that needs it as bearer. */
export function uniboRoutes(state: OperatorState): Router {
  const wantsBearer: RequestHandler = (request, response, next) => {
    if (state.tokens.accepts(request.get('authorization'))) next();
    else
      send(
        response,
        failed(401, ['authorization: must be a bearer token of this service that has not expired'], UNAUTHORIZED),
      );
  };
  const routes = Router();
  routes.post('/unibo/api/v1/auth/token', (_request, response) => {
    send(response, json({ access_token: state.tokens.issue(), token_type: 'Bearer', expires_in: TOKEN_LIFETIME }));
  });
  routes.post(
    '/unibo/opt-in',
    wantsBearer,
    effect(state, optIn, (body) => ({
      user: body.user_id,
      kind: 'opted-in',
      amount: null,
      currency: null,
      bonusCode: null,
    })),
  );
  return routes;
}

const UNAUTHORIZED = { 'www-authenticate': 'Bearer' };
