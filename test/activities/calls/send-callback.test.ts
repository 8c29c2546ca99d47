import { describe, expect, it } from 'vitest';
import type { PreparedCall } from '../../../workflows/contracts/calls/call.js';
import { closedPort, serveHttp } from '../../outbound/servers.js';
import { useOperator, type TestOperator } from '../../support/operator.js';
import { activitiesOf, attempt, catalogueAt, prepared } from '../world.js';

const operator = useOperator();

type Answer = NonNullable<Parameters<TestOperator['fault']>[0]['answer']>;

/** The report of one attempt that meets this answer. */
async function meeting(answer: Answer, call: Partial<PreparedCall> = {}) {
  const activities = activitiesOf(catalogueAt(operator.url));
  await operator.fault({ path: '/bonus/credit/funds', times: 1, answer });
  return attempt(activities, { ...(await prepared(activities)), ...call });
}

describe('an attempt that the operator takes', () => {
  it('moves the money and is delivered', async () => {
    const activities = activitiesOf(catalogueAt(operator.url));
    const report = await attempt(activities, await prepared(activities));
    expect(report).toMatchObject({ class: 'delivered', status: 200, answer: { Success: true }, retryAfter: null });
    expect(await operator.ledger()).toMatchObject([
      { user: 'player-1', amount: '10.00', currency: 'EUR', key: 'wp_key' },
    ]);
  });

  it('carries key and secret, and the bytes that were decided', async () => {
    const activities = activitiesOf(catalogueAt(operator.url));
    const call = await prepared(activities);
    await attempt(activities, call);
    const [request] = await operator.requests();
    expect(request).toMatchObject({
      rawBody: call.body,
      headers: { 'idempotency-key': 'wp_key', 'webhook-id': 'wp_key', 'x-api-key': 'lucky-secret' },
    });
  });

  it('repeated, moves the money once', async () => {
    const activities = activitiesOf(catalogueAt(operator.url));
    const call = await prepared(activities);
    await attempt(activities, call);
    expect(await attempt(activities, call)).toMatchObject({ class: 'delivered' });
    expect(await operator.ledger()).toHaveLength(1);
  });

  it('reports when it began and how long it took', async () => {
    const report = await meeting({ status: 200 });
    expect(new Date(report.at).toISOString()).toBe(report.at);
    expect(report.took).toBeGreaterThanOrEqual(0);
  });
});

describe('each row of the table', () => {
  it.each<[string, number, Answer]>([
    ['delivered', 200, { status: 200, body: { Success: true } }],
    ['delivered', 201, { status: 201, body: { success: true, Data: 1 } }],
    ['delivered', 200, { status: 200, body: { SUCCESS: true } }],
    ['delivered', 200, { status: 200, body: '' }],
    ['delivered', 204, { status: 204 }],
    ['delivered', 200, { status: 200, body: 'OK' }],
    ['refused', 200, { status: 200, body: { Success: false, Errors: ['no such player'] } }],
    ['refused', 400, { status: 400 }],
    ['refused', 409, { status: 409 }],
    ['refused', 410, { status: 410 }],
    ['refused', 422, { status: 422, body: { Success: true } }],
    ['parked', 301, { status: 301, headers: { location: '/elsewhere' } }],
    ['parked', 307, { status: 307, headers: { location: '/elsewhere' } }],
    ['parked', 404, { status: 404 }],
    ['parked', 405, { status: 405 }],
    ['parked', 418, { status: 418 }],
    ['held', 401, { status: 401 }],
    ['held', 403, { status: 403 }],
    ['retry', 429, { status: 429 }],
    ['unknown', 408, { status: 408 }],
    ['unknown', 500, { status: 500 }],
    ['unknown', 502, { status: 502, body: { Success: true } }],
    ['unknown', 503, { status: 503 }],
    ['unknown', 200, { status: 200, body: '<html>log in</html>' }],
    ['unknown', 200, { status: 200, body: { id: 7 } }],
    ['unknown', 200, { status: 200, body: { Success: 'yes' } }],
    ['unknown', 200, { status: 200, body: '{"Success": tr' }],
  ])('money: %s for %i %j', async (expected, status, answer) => {
    expect(await meeting(answer)).toMatchObject({ class: expected, status });
  });

  it.each<Answer>([
    { status: 200, body: '<html>log in</html>' },
    { status: 200, body: { id: 7 } },
  ])('anything but money is parked for a 200 that says neither: %j', async (answer) => {
    expect(await meeting(answer, { effect: 'message' })).toMatchObject({ class: 'parked' });
    expect(await meeting(answer, { effect: 'data' })).toMatchObject({ class: 'parked' });
  });

  it.each(['before-headers', 'after-processing'] as const)('a connection cut %s is unknown', async (cut) => {
    expect(await meeting({ cut })).toMatchObject({ class: 'unknown', status: null, answer: null });
    expect(await operator.ledger()).toHaveLength(cut === 'after-processing' ? 1 : 0);
  });

  it('an answer cut in half is unknown, whatever its status and effect', async () => {
    const answer = { cut: 'mid-body', status: 400, body: { Success: false } } as const;
    expect(await meeting(answer)).toMatchObject({ class: 'unknown' });
    expect(await meeting(answer, { effect: 'data' })).toMatchObject({ class: 'unknown' });
  });

  it('no answer in time is unknown', async () => {
    expect(await meeting({ delayMs: 5_000 }, { timeout: 200 })).toMatchObject({ class: 'unknown', status: null });
    expect(await operator.ledger()).toHaveLength(1);
  });

  it('an answer over a megabyte is unknown', async () => {
    const server = await serveHttp((_, response) => response.end('x'.repeat(1_100_000)));
    const activities = activitiesOf(catalogueAt(`http://127.0.0.1:${server.port}`));
    expect(await attempt(activities, await prepared(activities))).toMatchObject({ class: 'unknown', status: null });
    await server.close();
  });

  it.each([
    ['a refused connection', async () => `http://127.0.0.1:${await closedPort()}`],
    ['a name without an address', () => Promise.resolve('http://no-such-host.invalid')],
    ['TLS that fails before the request', () => Promise.resolve(operator.url.replace('http:', 'https:'))],
  ])('%s is surely not processed: retry', async (_, url) => {
    const activities = activitiesOf(catalogueAt(await url()));
    const report = await attempt(activities, await prepared(activities));
    expect(report).toMatchObject({ class: 'retry', status: null });
    expect(report.reason).toContain('surely not sent');
  });
});

describe('what the action says of answers comes first', () => {
  it('refusedWhen goes before everything', async () => {
    const answers = {
      refusedWhen: [{ status: [200, 500], body: { 'error.code': ['BLOCKED'] } }],
      deliveredWhen: [{ status: [200] }],
    };
    expect(await meeting({ status: 500, body: { error: { code: 'BLOCKED' } } }, { answers })).toMatchObject({
      class: 'refused',
    });
    expect(await meeting({ status: 200, body: { error: { code: 'BLOCKED' } } }, { answers })).toMatchObject({
      class: 'refused',
    });
    expect(await meeting({ status: 500, body: { error: { code: 'BUSY' } } }, { answers })).toMatchObject({
      class: 'unknown',
    });
  });

  it('a 403 with a business code is a refusal, not a held destination', async () => {
    const answers = { refusedWhen: [{ status: [403], body: { code: ['EXCLUDED'] } }] };
    expect(await meeting({ status: 403, body: { code: 'EXCLUDED' } }, { answers })).toMatchObject({ class: 'refused' });
    expect(await meeting({ status: 403, body: { code: 'BAD_KEY' } }, { answers })).toMatchObject({ class: 'held' });
  });

  it('deliveredWhen goes before the status and before Success, and adds to the default', async () => {
    const answers = { deliveredWhen: [{ body: { code: ['ALREADY'] } }] };
    expect(await meeting({ status: 400, body: { code: 'ALREADY' } }, { answers })).toMatchObject({
      class: 'delivered',
    });
    expect(await meeting({ status: 200, body: { Success: false, code: 'ALREADY' } }, { answers })).toMatchObject({
      class: 'delivered',
    });
    expect(await meeting({ status: 200, body: { Success: true } }, { answers })).toMatchObject({ class: 'delivered' });
  });

  it('a duplicate is delivered when the action says so', async () => {
    expect(await meeting({ status: 409 }, { answers: { duplicateIsDelivered: true } })).toMatchObject({
      class: 'delivered',
    });
  });
});

describe('a report', () => {
  it('carries what Retry-After asks for', async () => {
    expect(await meeting({ status: 429, headers: { 'retry-after': '30' } })).toMatchObject({ retryAfter: 30_000 });
  });

  it('keeps 4 kB of an answer, but reads all of it', async () => {
    const report = await meeting({ status: 200, body: { note: 'é'.repeat(10_000), Success: true } });
    expect(report.class).toBe('delivered');
    expect(Buffer.byteLength(report.answer as string)).toBeLessThanOrEqual(4096);
    expect(report.answer).not.toContain('\ufffd');
  });

  it('keeps every digit of an answer', async () => {
    const body = '{"Success": true, "id": 12345678901234567890}';
    expect(await meeting({ status: 200, body })).toMatchObject({ answer: { id: '12345678901234567890' } });
  });

  it('notes that a reset came between', async () => {
    const activities = activitiesOf(catalogueAt(operator.url));
    const call: PreparedCall = { ...(await prepared(activities)), mode: 'idempotent' };
    const report = await attempt(activities, call, 'second-run');
    expect(report).toMatchObject({ class: 'delivered', reason: expect.stringContaining('after a reset') as string });
  });
});

describe('no request is made', () => {
  it('without its secret: held, by the name of the reference', async () => {
    const activities = activitiesOf(catalogueAt(operator.url), {});
    const report = await attempt(activities, await prepared(activities));
    expect(report).toMatchObject({ class: 'held', status: null });
    expect(report.reason).toContain('LUCKY_OPERATOR_KEY');
    expect(await operator.requests()).toEqual([]);
  });

  it('to a destination that the catalogue has lost: held', async () => {
    const activities = activitiesOf(catalogueAt(operator.url));
    const report = await attempt(activities, { ...(await prepared(activities)), destination: 'bank' });
    expect(report).toMatchObject({
      class: 'held',
      reason: expect.stringContaining('"bank" is not in the catalogue') as string,
    });
  });

  it('when its time is up: not sent', async () => {
    const activities = activitiesOf(catalogueAt(operator.url));
    const report = await attempt(activities, { ...(await prepared(activities)), timeout: 0 });
    expect(report).toMatchObject({ class: 'not-sent', status: null });
    expect(await operator.requests()).toEqual([]);
  });
});
