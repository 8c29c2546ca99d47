import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Destination } from '../../../catalogue/destination/definition.js';
import { Tokens } from '../../../outbound/auth/tokens.js';
import { ask } from '../../../outbound/lookup/ask.js';
import { serveHttp, type TestServer } from '../servers.js';

let server: TestServer;

beforeEach(async () => {
  server = await serveHttp((_, response) => response.end('{"Data":[]}'));
});
afterEach(() => server.close());

/** What a lookup or option list gets from the server. */
function asked(change: Partial<Destination>) {
  const destination: Destination = {
    name: 'operator',
    url: `http://127.0.0.1:${server.port}`,
    allow: ['127.0.0.1'],
    tls: null,
    auth: { kind: 'none' },
    signing: null,
    headers: {},
    timeout: 10_000,
    rateLimit: null,
    concurrency: null,
    fastTrackHeaders: false,
    ...change,
  };
  const question = { brand: 'lucky', path: '/list', headers: {}, deadline: Date.now() + 10_000 };
  return ask(destination, question, { environment: { TENANT: 'tenant-secret' }, tokens: new Tokens() });
}

it('a lookup or option list goes where its destination allows', async () => {
  expect(await asked({})).toMatchObject({ kind: 'answer', status: 200, body: { Data: [] } });
});

it('a lookup or option list carries the headers of its destination, also those that are secret', async () => {
  expect(await asked({ headers: { 'X-Tenant-Key': { env: 'TENANT' }, 'X-Channel': 'crm' } })).toMatchObject({
    status: 200,
  });
  expect(server.received()).toMatch(/^x-tenant-key: tenant-secret\r$/im);
  expect(server.received()).toMatch(/^x-channel: crm\r$/im);
});

it('a lookup or option list goes nowhere else, and says why', async () => {
  const answer = await asked({ allow: [] });
  expect(answer).toMatchObject({ kind: 'unanswered' });
  expect(JSON.stringify(answer)).toContain("add 127.0.0.1 to the destination's allow");
  expect(server.connections()).toBe(0);
});
