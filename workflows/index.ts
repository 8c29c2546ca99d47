export * from './journeys/index.js';
export { bulk } from './bulk/bulk.js';
export { destinations } from './destinations/destinations.js';
export { holds } from './holds/holds.js';
export { limit } from './limits/limit.js';
export { callRun } from './call-run.js';
export { ruleRun } from './rules/rule-run.js';
export { seenRequest } from './events/seen-request.js';
export { sweep } from './events/sweep.js';
