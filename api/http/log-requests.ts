import type { NextFunction, Request, Response } from 'express';
import type { Services } from '../services.js';

/** Logs and counts each request: route, status, time, ids. Never logs a body, key or query. */
export function logRequests({ log, metrics }: Pick<Services, 'log' | 'metrics'>) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const begun = process.hrtime.bigint();
    response.once('close', () => {
      const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
      const { route = 'unmatched', requestId, keyId, fault } = response.locals as Partial<Record<string, string>>;
      const line = {
        method: request.method,
        route,
        status: response.statusCode,
        ms: Math.round(seconds * 1e4) / 10,
        requestId,
        ...(keyId === undefined ? {} : { keyId }),
        // The reason why Temporal or a worker did not answer.
        ...(fault === undefined ? {} : { fault }),
        // The caller disconnected before the answer was written.
        ...(response.writableFinished ? {} : { aborted: true }),
      };
      metrics.countRequest(route, request.method, response.statusCode, seconds);
      if (response.statusCode >= 500) log.warn(line, 'request');
      else log.info(line, 'request');
    });
    next();
  };
}
