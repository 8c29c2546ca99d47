export { entries as ENTRIES } from '../../client/entries.js';
