export * from '../../workflows/index.js';
export * from './test-journeys.js';
