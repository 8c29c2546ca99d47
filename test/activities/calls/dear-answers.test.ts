import type { RequestListener } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { renderCall } from '../../../catalogue/action/render.js';
import type { AttemptReport } from '../../../workflows/contracts/calls/call.js';
import { serveHttp, type TestServer } from '../../outbound/servers.js';
import { activitiesOf, attempt, catalogueAt, REQUEST, SECRETS } from '../world.js';

const servers: TestServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');
const LEVEL = base64(`${base64('%25252525\\\\\\\\u0041'.repeat(12))}%25252541`.repeat(9));

/** Nearly 1 MB that takes much work to look through, with the secret that came along. */
const dear: RequestListener = ({ headers }, response) => {
  const rest = `${LEVEL}%25252541`.repeat(1_000_000 / LEVEL.length).slice(0, 1_000_000);
  response.end(JSON.stringify({ Success: true, saw: headers, rest }));
};

/** Makes attempts of a brand's call at a server that answers like this. */
async function attemptsAt(listener: RequestListener, brand: string): Promise<() => Promise<AttemptReport>> {
  const server = await serveHttp(listener);
  servers.push(server);
  const catalogue = catalogueAt(`http://127.0.0.1:${server.port}`);
  const activities = activitiesOf(catalogue, SECRETS);
  const decision = renderCall(catalogue, { ...REQUEST, brand }, {});
  if (decision.kind !== 'ready') throw new Error(`not ready: ${decision.reason}`);
  return () => attempt(activities, decision.call);
}

it('an answer that is dear to look through is judged whole, and kept without the secret that it repeats', async () => {
  const call = await attemptsAt(dear, 'lucky');
  const report = await call();
  expect(report).toMatchObject({ class: 'delivered', status: 200 });
  expect(report.answer).toContain('***');
  expect(JSON.stringify(report)).not.toContain(SECRETS.LUCKY_OPERATOR_KEY);
});

it("one brand's dear answers keep no call of another brand from its answer in time", async () => {
  const other = await attemptsAt(dear, 'lucky');
  const own = await attemptsAt((_, response) => response.end('{"Success":true}'), 'royal');
  const reports = Array.from({ length: 20 }, (_, index) => (index % 4 === 3 ? own() : other()));
  for (const report of await Promise.all(reports)) expect(report).toMatchObject({ class: 'delivered' });
});
