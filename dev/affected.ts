/** The folders whose files are part of a process that runs; `npm start` watches them. */
export const WATCHED = ['workflows', 'activities', 'outbound', 'templating', 'catalogue', 'client', 'worker', 'api'];

/** The processes that can be replaced. */
export type ServiceName = 'worker' | 'api';

const WORKER_ONLY = ['worker/', 'activities/', 'workflows/'];
/** Read by both processes though they lie in a folder of the worker's. */
const ENTRIES_AND_CONTRACTS = ['workflows/contracts/', 'workflows/journeys/'];

/** The processes that a changed file is part of, by its path below the project's root, with `/`. */
export function affectedBy(file: string): ServiceName[] {
  if (!/\.(ts|mts|js|mjs|json|ya?ml|html|css)$/.test(file)) return [];
  if (file.startsWith('catalogue/samples/')) return []; // both processes follow it by themselves
  if (file.startsWith('api/')) return ['api'];
  if (ENTRIES_AND_CONTRACTS.some((folder) => file.startsWith(folder))) return ['worker', 'api'];
  if (WORKER_ONLY.some((folder) => file.startsWith(folder))) return ['worker'];
  return WATCHED.some((folder) => file.startsWith(`${folder}/`)) ? ['worker', 'api'] : [];
}
