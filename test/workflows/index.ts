export * from '../../workflows/index.js';
export * from './journeys/index.js';
export * from './routing-journeys.js';
