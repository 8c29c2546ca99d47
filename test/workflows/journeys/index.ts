export { changes } from '../builds/after.js';
export * from './calling.js';
export * from './closing.js';
export * from './confiding.js';
export * from './living-long.js';
export * from './waiting.js';
