import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';

// The files are virtual, so the rules that need a type checker stand aside.
const eslint = new ESLint({ overrideConfig: [tseslint.configs.disableTypeChecked] });

const RESTRICTED = ['globals', 'imports', 'properties', 'syntax'].map((what) => `no-restricted-${what}`);
const BORDER_RULES = new Set(['waypost/imports', ...RESTRICTED, '@typescript-eslint/no-restricted-imports']);

/** What the border rules say about a file of this content. */
async function complaints(filePath: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath });
  const fatal = result?.messages.filter((message) => message.fatal).map((message) => message.message);
  expect(fatal).toEqual([]);
  return result!.messages.filter((m) => BORDER_RULES.has(m.ruleId ?? '')).map((m) => m.message);
}

const refused: [why: string, file: string, code: string][] = [
  ['axios in a journey', 'workflows/journeys/x.ts', `import axios from 'axios'; axios.get('/');`],
  ['Temporal in a journey', 'workflows/journeys/x.ts', `import { sleep } from '@temporalio/workflow'; sleep(1);`],
  ['a type of Temporal in a journey', 'workflows/journeys/x.ts', `import type { X } from '@temporalio/workflow';`],
  ['an inline type in a journey', 'workflows/journeys/x.ts', `export type X = import('@temporalio/common').Duration;`],
  ['another journey in a journey', 'workflows/journeys/x.ts', `export * from './y.js';`],
  ['activities in a journey', 'workflows/journeys/x.ts', `import { send } from '../../activities/send.js'; send();`],
  ['a dynamic import in a journey', 'workflows/journeys/x.ts', `export const a = () => import('axios');`],
  ['a re-export in a journey', 'workflows/journeys/x.ts', `export { z } from 'zod';`],
  ['a bare side-effect import in a journey', 'workflows/journeys/x.ts', `import 'node:fs';`],
  ['Date in a journey', 'workflows/journeys/x.ts', `export const now = () => new Date();`],
  ['Date.now in a journey', 'workflows/journeys/x.ts', `export const now = () => Date.now();`],
  ['chance in a journey', 'workflows/journeys/x.ts', `export const dice = () => Math.random();`],
  ['a timer in a journey', 'workflows/journeys/x.ts', `setTimeout(() => {}, 1);`],
  ['an interval in a journey', 'workflows/journeys/x.ts', `setInterval(() => {}, 1);`],
  ['crypto in a journey', 'workflows/journeys/x.ts', `export const id = () => crypto.randomUUID();`],
  ['a clock in a journey', 'workflows/journeys/x.ts', `export const t = () => performance.now();`],
  ['the global object in a journey', 'workflows/journeys/x.ts', `export const t = () => globalThis.Date.now();`],
  ['zod in a step', 'workflows/calls/x.ts', `import { z } from 'zod'; z.string();`],
  ['a Node module in a step', 'workflows/calls/x.ts', `import { readFileSync } from 'node:fs'; readFileSync('x');`],
  ['a Node module without prefix in a step', 'workflows/calls/x.ts', `import { join } from 'path'; join('x');`],
  ['a journey in a step', 'workflows/calls/x.ts', `import { welcome } from '../journeys/welcome.js'; welcome();`],
  ['a type of activity code in a step', 'workflows/calls/x.ts', `import type { A } from '../../activities/a.js';`],
  [
    'a variable that runs would share',
    'workflows/calls/x.ts',
    `let count = 0; export const next = () => (count += 1);`,
  ],
  ['a set that runs would share', 'workflows/calls/x.ts', `export const seen = new Set<string>();`],
  ['a map that runs would share', 'workflows/calls/x.ts', `const byKey = new Map(); byKey.clear();`],
  ['axios in a workflow', 'workflows/events/sweep.ts', `import axios from 'axios'; axios.get('/');`],
  ['internals of the SDK in the client', 'client/x.ts', `import { x } from '@temporalio/common/lib/time.js'; x();`],
  ['the client in a workflow', 'workflows/events/sweep.ts', `import { x } from '../../client/x.js'; x();`],
  ['Temporal in contracts', 'workflows/contracts/x.ts', `import { sleep } from '@temporalio/workflow'; sleep(1);`],
  ['zod in contracts', 'workflows/contracts/x.ts', `import { z } from 'zod'; z.string();`],
  ['steps in contracts', 'workflows/contracts/x.ts', `import { call } from '../calls/call.js'; call();`],
  [
    'a type-only package as a value',
    'workflows/contracts/x.ts',
    `import { asConst } from 'json-schema-to-ts'; asConst();`,
  ],
  ['proxies in messages', 'workflows/contracts/messages.ts', `import { proxyActivities } from '@temporalio/workflow';`],
  ['a package in templating', 'templating/x.ts', `import ms from 'ms'; ms('1 day');`],
  ['contracts in templating', 'templating/x.ts', `import type { J } from '../workflows/contracts/json.js';`],
  ['messages in the catalogue', 'catalogue/x.ts', `import { playerEvent } from '../workflows/contracts/messages.js';`],
  ['journeys in the catalogue', 'catalogue/x.ts', `import { entries } from '../workflows/journeys/index.js';`],
  ['axios in the catalogue', 'catalogue/x.ts', `import axios from 'axios'; axios.get('/');`],
  [
    'the catalogue as a value in outbound',
    'outbound/x.ts',
    `import { load } from '../catalogue/load/load.js'; load();`,
  ],
  ['messages in outbound', 'outbound/x.ts', `import { playerEvent } from '../workflows/contracts/messages.js';`],
  ['Temporal in outbound', 'outbound/x.ts', `import { log } from '@temporalio/activity'; log.info('');`],
  ['axios in activities', 'activities/x.ts', `import axios from 'axios'; axios.get('/');`],
  ['the client in activities', 'activities/x.ts', `import { x } from '../client/x.js'; x();`],
  ['activities in the client', 'client/x.ts', `import { send } from '../activities/send.js'; send();`],
  ['workflow code in the client', 'client/x.ts', `import { sweep } from '../workflows/events/sweep.js'; sweep();`],
  ['the API in the client', 'client/x.ts', `import type { Keys } from '../api/keys.js';`],
  ['workflow code in the worker', 'worker/x.ts', `import * as workflows from '../workflows/index.js'; workflows;`],
  ['the API in the worker', 'worker/x.ts', `import { keys } from '../api/keys.js'; keys();`],
  ['Temporal in the API', 'api/x.ts', `import { Client } from '@temporalio/client'; new Client();`],
  ['a type of Temporal in the API', 'api/routes/x.ts', `import type { Client } from '@temporalio/client';`],
  ['axios in the API', 'api/routes/x.ts', `import axios from 'axios'; axios.get('/');`],
  ['messages in the API', 'api/routes/x.ts', `import type { Request } from '../../workflows/contracts/messages.js';`],
  ['activities in the API', 'api/routes/x.ts', `import { send } from '../../activities/send.js'; send();`],
  ['messages in the command line', 'cli/x.ts', `import { playerEvent } from '../workflows/contracts/messages.js';`],
  ['the client in the command line', 'cli/x.ts', `import { x } from '../client/x.js'; x();`],
];

const allowed: [why: string, file: string, code: string][] = [
  [
    'steps and contracts in a journey',
    'workflows/journeys/x.ts',
    `import { journey, type Money } from '../waypost.js'; journey(); export type M = Money;`,
  ],
  ['journeys in their list', 'workflows/journeys/index.ts', `export { welcome } from './welcome.js';`],
  [
    'ordinary arithmetic in a journey',
    'workflows/journeys/x.ts',
    `export const half = (n: number) => Math.floor(n / 2);`,
  ],
  [
    'Temporal in a step',
    'workflows/calls/x.ts',
    `import { condition } from '@temporalio/workflow'; condition(() => true);`,
  ],
  [
    'Temporal in a workflow of its own',
    'workflows/events/sweep.ts',
    `import { sleep } from '@temporalio/workflow'; sleep(1);`,
  ],
  ['journeys in the index of workflows', 'workflows/index.ts', `export * from './journeys/index.js';`],
  [
    'hashes and decimals in contracts',
    'workflows/contracts/x.ts',
    `import Big from 'big.js'; import { sha256 } from '@noble/hashes/sha2.js'; sha256(Big);`,
  ],
  [
    'the type of a JSON Schema in contracts',
    'workflows/contracts/x.ts',
    `import type { JSONSchema } from 'json-schema-to-ts';`,
  ],
  [
    'definitions in messages',
    'workflows/contracts/messages.ts',
    `import { defineSignal } from '@temporalio/workflow'; defineSignal('x');`,
  ],
  [
    'the type of the entries in the catalogue',
    'catalogue/x.ts',
    `import type { entries } from '../workflows/journeys/index.js';`,
  ],
  ['durations in the catalogue', 'catalogue/x.ts', `import ms from 'ms'; ms('1 day');`],
  [
    'axios and a lossless parser in outbound',
    'outbound/x.ts',
    `import axios from 'axios'; import { parse } from 'lossless-json'; axios.get(parse('""'));`,
  ],
  [
    'types of the catalogue in outbound',
    'outbound/x.ts',
    `import type { Destination } from '../catalogue/catalogue.js';`,
  ],
  ['outbound in activities', 'activities/x.ts', `import { request } from '../outbound/request/request.js'; request();`],
  [
    'entries and types of workflows in the client',
    'client/x.ts',
    `import { entries } from '../workflows/journeys/index.js'; import type { W } from '../workflows/events/sweep.js'; entries();`,
  ],
  [
    'messages in the client',
    'client/x.ts',
    `import { playerEvent } from '../workflows/contracts/messages.js'; playerEvent();`,
  ],
  [
    'activities in the worker',
    'worker/x.ts',
    `import { createActivities } from '../activities/create.js'; createActivities();`,
  ],
  [
    'the client in a route',
    'api/routes/x.ts',
    `import { OrderRefused } from '../../client/errors.js'; new OrderRefused();`,
  ],
  [
    'a log in the API',
    'api/x.ts',
    `import { pino } from 'pino'; import { Counter } from 'prom-client'; pino(Counter);`,
  ],
  [
    'everything in a test',
    'test/x/y.test.ts',
    `import axios from 'axios'; import { a } from '../../activities/a.js'; axios.get(a);`,
  ],
];

describe('the table of who may import what', () => {
  it.each(refused)('refuses %s', async (_why, file, code) => {
    expect(await complaints(file, code)).not.toEqual([]);
  });

  it.each(allowed)('allows %s', async (_why, file, code) => {
    expect(await complaints(file, code)).toEqual([]);
  });

  it('tells the reason and where the table is', async () => {
    const [message] = await complaints('api/x.ts', `import axios from 'axios'; axios.get('/');`);
    expect(message).toBe(
      'api/x.ts may not import "axios": the API speaks to Temporal through client/ and calls nobody by itself (eslint.imports.js).',
    );
  });

  it('says `import type` where only types are allowed', async () => {
    const [message] = await complaints('outbound/x.ts', `import { load } from '../catalogue/load/load.js'; load();`);
    expect(message).toContain('write `import type`');
  });
});

describe('the rules that guard against silence', () => {
  it.each(['activities/x.ts', 'workflows/calls/x.ts', 'api/x.ts', 'test/x.test.ts'])(
    'hold for %s: no floating promise, no any, nothing silenced in place',
    async (file) => {
      const config = (await new ESLint().calculateConfigForFile(file)) as {
        rules: Record<string, [number]>;
        linterOptions: { noInlineConfig: boolean };
      };
      expect(config.rules['@typescript-eslint/no-floating-promises']?.[0]).toBe(2);
      expect(config.rules['@typescript-eslint/no-explicit-any']?.[0]).toBe(2);
      expect(config.linterOptions.noInlineConfig).toBe(true);
    },
  );
});
