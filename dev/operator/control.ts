import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { faultSchema, playerSchema, settingsSchema } from './control-schemas.js';
import { bodyText } from './record-requests.js';
import type { OperatorState } from './state.js';

/** Serves `/_control`, with which tests and demos read and change the state. It is not recorded, and faults skip it. */
export function controlRoutes(state: OperatorState): Router {
  const routes = Router();
  routes.get('/requests', (_request, response) => void response.json(state.requests.all()));
  routes.get('/ledger', (_request, response) => void response.json(state.ledger.all()));
  routes.post('/faults', (request, response) => {
    order(request, response, faultSchema, (fault) => state.faults.set(fault));
  });
  routes.put('/settings', (request, response) => {
    order(request, response, settingsSchema, (settings) => {
      state.settings = settings;
    });
  });
  routes.put('/players/:id', (request, response) => {
    order(request, response, playerSchema, (patch) => state.players.change(request.params.id, patch));
  });
  routes.delete('/', (_request, response) => {
    state.reset();
    response.status(204).end();
  });
  return routes;
}

function order<Body>(request: Request, response: Response, schema: z.ZodType<Body>, act: (body: Body) => void): void {
  const parsed = schema.safeParse(parseOrNull(bodyText(request)));
  if (parsed.success) {
    act(parsed.data);
    response.status(204).end();
  } else {
    response.status(400).json({ error: z.prettifyError(parsed.error) });
  }
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // no schema takes it, and each says what it wants instead
  }
}
