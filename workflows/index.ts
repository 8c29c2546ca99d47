export * from './journeys/index.js';
export { sweep } from './sweep.js';
