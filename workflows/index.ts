export * from './journeys/index.js';
export { ruleRun } from './rule-run.js';
export { sweep } from './sweep.js';
