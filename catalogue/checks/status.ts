import type { Action, BrandCatalogue } from '../catalogue.js';
import type { Issue } from '../read/issues.js';
import { clashIssues } from './auth.js';
import { emptyMatchIssues } from './empty-matches.js';
import { isPath, PATH_FAULT } from './path.js';

/** What is wrong with how an action's destination is asked what became of a call. */
export function statusIssues(brand: BrandCatalogue, { mode, destination, status }: Action): Issue[] {
  if (status === null) {
    if (mode !== 'reconcile') return [];
    const message = 'is missing: mode: reconcile asks what became of a call, so say how (path, done, notDone)';
    return [{ path: ['status'], message }];
  }
  if (mode !== 'reconcile') {
    const message = `is asked in mode: reconcile only, and this is ${mode}: take it away, or change the mode`;
    return [{ path: ['status'], message }];
  }
  return [
    ...(isPath(status.path) ? [] : [{ path: ['path'], message: PATH_FAULT }]),
    ...clashIssues(brand, { destination, query: status.query }),
    ...emptyMatchIssues('done', status.done),
    ...emptyMatchIssues('notDone', status.notDone),
  ].map(({ path, message }) => ({ path: ['status', ...path], message }));
}
