/** The workflows that are no journeys. Runs share this module and what it imports: nothing here may keep a state of its own. */
export { bulk } from './bulk/bulk.js';
export { destinations } from './destinations/destinations.js';
export { holds } from './holds/holds.js';
export { holdsIndex } from './holds/holds-index.js';
export { limit } from './limits/limit.js';
export { callRun } from './call-run.js';
export { ruleRun } from './rules/rule-run.js';
export { seenRequest } from './events/seen-request.js';
export { sweep } from './events/sweep.js';
