export * from './journeys/index.js';
export { bulk } from './bulk.js';
export { destinations } from './destinations.js';
export { holds } from './holds.js';
export { limit } from './limit.js';
export { callRun } from './call-run.js';
export { ruleRun } from './rule-run.js';
export { seenRequest } from './seen-request.js';
export { sweep } from './sweep.js';
