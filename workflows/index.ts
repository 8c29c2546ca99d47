export * from './journeys/index.js';
export * from './own-workflows.js';
