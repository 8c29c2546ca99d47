/**
 * Who may import what: the one table, kept as data. The rule `waypost/imports` (eslint.import-rule.js) enforces it.
 *
 * The row with the longest matching `in` counts for a file. Whatever is not listed is refused, also by `import()`,
 * re-export and type. Paths have no extension: a folder stands for all that is in it.
 *
 * @typedef {object} ImportRow
 * @property {string} in        folder or file that the row is about
 * @property {string[]} [ours]  folders and files of this project that it may import, its own folder included
 * @property {string[]} [not]   exceptions from `ours`
 * @property {string[]} [packages]  packages (with their subpaths); `node:` stands for every Node module
 * @property {string[]} [types] folders, files and packages of which it may import types only
 * @property {string} because   why, as the person who meets the refusal should read it
 */

const CONTRACTS = 'workflows/contracts';
const MESSAGES = 'workflows/contracts/messages';
const JOURNEY_ENTRIES = 'workflows/journeys/index';
const AUTHORING = 'workflows/waypost';
const EVERYTHING = '*';

/** @type {ImportRow[]} */
export const IMPORT_TABLE = [
  {
    in: 'workflows/contracts',
    ours: [CONTRACTS],
    packages: ['@noble/hashes', 'big.js'],
    types: ['json-schema-to-ts'],
    because: 'contracts cross every process border, so they carry no library with them',
  },
  {
    in: MESSAGES,
    ours: [CONTRACTS],
    packages: ['@temporalio/workflow'],
    because: 'messages.ts defines signals, queries and updates and nothing else',
  },
  {
    in: 'workflows/journeys',
    ours: [AUTHORING],
    because: 'a journey is a story told through `j`: import from ../waypost.js only',
  },
  {
    in: JOURNEY_ENTRIES,
    ours: ['workflows/journeys', AUTHORING],
    because: 'the list of journeys names journeys and nothing else',
  },
  {
    in: 'workflows/index',
    ours: ['workflows'],
    because: 'the index exports the workflow functions and nothing else',
  },
  {
    in: 'workflows',
    ours: ['workflows'],
    not: ['workflows/journeys'],
    packages: ['@temporalio/workflow', '@temporalio/common', '@date-fns/tz'],
    types: ['json-schema-to-ts'],
    because: 'workflow code is deterministic: no Node module, zod, axios or activity code may enter the sandbox',
  },
  {
    in: 'templating',
    ours: ['templating'],
    because: 'templates are pure functions over JSON',
  },
  {
    in: 'catalogue',
    ours: ['catalogue', CONTRACTS, 'templating'],
    not: [MESSAGES],
    packages: [
      'zod',
      'big.js',
      '@date-fns/tz',
      'ajv',
      'ajv-formats',
      'yaml',
      'ms',
      'chokidar',
      'fastest-levenshtein',
      'node:',
    ],
    types: [JOURNEY_ENTRIES, 'json-schema-to-ts'],
    because: 'the catalogue is data and knows neither Temporal nor HTTP',
  },
  {
    in: 'outbound',
    ours: ['outbound', CONTRACTS],
    not: [MESSAGES],
    packages: ['axios', 'ipaddr.js', 'lossless-json', 'oauth4webapi', 'node:'],
    types: ['catalogue'],
    because: 'outbound makes one HTTP request and knows nothing of Temporal',
  },
  {
    in: 'activities',
    ours: ['activities', CONTRACTS, 'templating', 'catalogue', 'outbound'],
    packages: ['@temporalio/activity', '@temporalio/common', 'node:'],
    because: 'activities reach HTTP through outbound/ and Temporal through the ports in contracts/',
  },
  {
    in: 'client',
    ours: ['client', CONTRACTS, 'catalogue', 'templating', JOURNEY_ENTRIES],
    packages: [
      '@temporalio/client',
      '@temporalio/common',
      '@temporalio/envconfig',
      '@temporalio/proto',
      'fastest-levenshtein',
      'node:',
    ],
    types: ['workflows'],
    because: 'the client turns product words into Temporal calls and never runs workflow or activity code',
  },
  {
    in: 'worker',
    ours: ['worker', CONTRACTS, 'activities', 'catalogue', 'outbound', 'client'],
    packages: ['@temporalio/worker', '@temporalio/client', '@temporalio/common', 'pino', 'prom-client', 'zod', 'node:'],
    because: 'the worker wires activities and takes workflows by path, never by import',
  },
  {
    in: 'api',
    ours: ['api', CONTRACTS, 'templating', 'catalogue', 'outbound', 'client'],
    not: [MESSAGES],
    packages: ['express', 'zod', 'pino', 'prom-client', 'standardwebhooks', 'lossless-json', 'node:'],
    because: 'the API speaks to Temporal through client/ and calls nobody by itself',
  },
  {
    in: 'cli',
    ours: ['cli', 'catalogue', 'outbound', CONTRACTS, JOURNEY_ENTRIES, 'worker/replay'],
    not: [MESSAGES],
    packages: ['commander', 'json-schema-to-typescript', 'prettier', 'node:'],
    types: ['json-schema-to-ts'],
    because: 'the command line works on files and over the HTTP API',
  },
  {
    in: 'cli/deploy',
    ours: ['cli', 'catalogue', CONTRACTS, 'client/builds', 'client/codec', 'client/temporal'],
    not: [MESSAGES],
    packages: ['commander', 'node:'],
    because:
      'builds of the workers are known to Temporal alone, also while no API runs: everything else goes over HTTP',
  },
  { in: 'dev', ours: [EVERYTHING], packages: [EVERYTHING], because: 'dev may use everything' },
  { in: 'test', ours: [EVERYTHING], packages: [EVERYTHING], because: 'tests may use everything' },
];
