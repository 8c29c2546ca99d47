import { randomUUID } from 'node:crypto';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { answerOrigin } from '../codec/admit-reader.js';
import type { Services } from '../services.js';
import { Problem, toProblem } from './errors.js';
import { logRequests } from './log-requests.js';
import type { Answer, Route } from './route.js';
import { routes } from './routes.js';

/** Creates the HTTP application. It opens no port and closes none of the services. */
export function createApp(services: Services): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(identifyRequest, logRequests(services));
  app.use('/codec', answerOrigin(services));
  for (const route of routes) mount(app, route, services);
  for (const path of new Set(routes.map((route) => route.path))) app.all(expressPath(path), refuseMethod(path));
  app.use(() => {
    throw new Problem('not-found', 'No route has this path. GET /openapi.json lists all routes.');
  });
  app.use(answerProblem(services));
  return app;
}

function identifyRequest(_request: Request, response: Response, next: NextFunction): void {
  const requestId = randomUUID();
  response.locals.requestId = requestId;
  response.set({
    'Waypost-Request-Id': requestId,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  next();
}

function mount(app: Express, route: Route, services: Services): void {
  app[route.method](expressPath(route.path), async (request, response) => {
    response.locals.route = route.path;
    send(response, await route.answer(services, request, response));
  });
}

function expressPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1').replace(/\{\+(\w+)\}$/, '*$1');
}

function send(response: Response, answer: Answer): void {
  response.status(answer.status).set(answer.headers ?? {});
  if (typeof answer.body === 'string') response.type(answer.contentType ?? 'text/plain').send(answer.body);
  else response.json(answer.body);
}

function refuseMethod(path: string) {
  const methods = routes.filter((route) => route.path === path).map((route) => route.method.toUpperCase());
  const allowed = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ');
  return (request: Request, response: Response): void => {
    response.locals.route = path;
    throw new Problem('method-not-allowed', `This path does not take ${request.method}: use ${allowed}.`, {
      headers: { Allow: allowed },
    });
  };
}

function answerProblem({ log }: Services) {
  // Express knows an error handler by its four parameters.
  return (error: unknown, _request: Request, response: Response, next: NextFunction): void => {
    const problem = toProblem(error);
    const requestId = String(response.locals.requestId);
    if (problem.kind === 'internal') log.error({ err: error, requestId }, 'unhandled error');
    else if (problem.cause instanceof Error) response.locals.fault = problem.cause.message;
    if (response.headersSent) {
      next(error);
      return;
    }
    response.status(problem.status).set(problem.headers).type('application/problem+json');
    response.send(
      JSON.stringify({
        type: `urn:waypost:problem:${problem.kind}`,
        title: problem.title,
        status: problem.status,
        detail: problem.message,
        instance: `urn:uuid:${requestId}`,
        ...(problem.errors.length > 0 ? { errors: problem.errors } : {}),
      }),
    );
  };
}
