import type { RequestHandler } from 'express';
import { later, send, spoil } from './answer.js';
import type { FaultList } from './fault-list.js';

/** Applies the fault that was set for a request, if any; see `Fault`. */
export function injectFaults(faults: FaultList): RequestHandler {
  return (request, response, next) => {
    const fault = faults.take(request.method, request.path);
    if (!fault) {
      next();
      return;
    }
    if (fault.cut === 'before-headers') {
      later(response, fault.delayMs, () => request.socket.destroy());
      return;
    }
    spoil(response, fault);
    if (fault.status === undefined && fault.body === undefined) next();
    else send(response, { status: fault.status ?? 200, headers: {}, body: fault.body });
  };
}
