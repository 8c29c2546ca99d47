import express, { type ErrorRequestHandler, type Express } from 'express';
import { failed, send } from './answer.js';
import { controlRoutes } from './control.js';
import { injectFaults } from './inject-faults.js';
import { recordRequests } from './record-requests.js';
import { bonusRoutes } from './routes/bonus.js';
import { listRoutes } from './routes/lists.js';
import { messageRoutes } from './routes/messages.js';
import { oauthRoutes } from './routes/oauth.js';
import { playerRoutes } from './routes/players.js';
import { uniboRoutes } from './routes/unibo.js';
import { OperatorState } from './state.js';

/** Creates the stand-in operator as an express app, with an empty state by default. */
export function createOperator({ state = new OperatorState() }: { readonly state?: OperatorState } = {}): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(express.raw({ type: () => true, limit: '1mb' }));
  app.use('/_control', controlRoutes(state));
  app.use(recordRequests(state.requests), injectFaults(state.faults));
  app.use(
    bonusRoutes(state),
    playerRoutes(state),
    listRoutes(),
    uniboRoutes(state),
    oauthRoutes(state),
    messageRoutes(state),
  );
  app.use((request, response) => {
    send(response, failed(404, [`there is no route ${request.method} ${request.path}`]));
  });
  app.use(answerError);
  return app;
}

/** Answers errors. Those of express and its body reader carry a status; any other is a bug of this program. */
const answerError: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  const status = error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : 500;
  send(response, failed(status, [error instanceof Error ? error.message : 'unknown error']));
};
