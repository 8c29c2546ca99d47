import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMetrics } from '../../../api/health/metrics.js';
import { NoWorkerAnswered, TemporalUnavailable } from '../../../client/errors.js';
import { referral, startApi, type TestApi } from '../support/start-api.js';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

test('an unknown path is answered with 404, a known one with another method with 405 and Allow', async () => {
  expect(await api.send('GET', '/v1/nothing')).toMatchObject({
    status: 404,
    json: { type: 'urn:waypost:problem:not-found' },
  });
  const put = await api.send('PUT', '/v1/journeys', { body: {} });
  expect(put.status).toBe(405);
  expect(put.headers.get('allow')?.split(', ').sort()).toEqual(['GET', 'HEAD', 'POST']);
  expect((await api.send('GET', '/v1/events')).headers.get('allow')).toBe('POST');
  expect((await api.send('DELETE', '/v1/journeys/lucky:a:b')).headers.get('allow')).toBe('GET, HEAD');
});

test('a malformed percent sequence in a path is answered with 400', async () => {
  expect((await api.send('GET', '/v1/journeys/%E0%A4%A')).status).toBe(400);
});

test('a failure nobody foresaw is answered with 500 and no details, and found in the log by its id', async () => {
  api.journeys.before = () => Promise.reject(new Error('password=hunter2'));
  const { status, json, text, headers } = await api.send('POST', '/v1/events', { body: referral() });
  expect(status).toBe(500);
  expect(text).not.toContain('hunter2');
  const requestId = headers.get('waypost-request-id');
  expect(json).toEqual({
    type: 'urn:waypost:problem:internal',
    title: 'Internal error',
    status: 500,
    detail: expect.stringContaining('log'),
    instance: `urn:uuid:${requestId}`,
  });
  expect(api.log.filter((line) => line.requestId === requestId).map(({ msg }) => msg)).toHaveLength(2);
});

test('/healthz asks nobody', async () => {
  api.journeys.before = () => Promise.reject(new TemporalUnavailable('away'));
  expect(await api.send('GET', '/healthz', { key: null })).toMatchObject({ status: 200, json: { status: 'alive' } });
});

test('/readyz says whether events can be accepted, and with ?all also whether somebody acts on them', async () => {
  const asked: unknown[] = [];
  api.journeys.checkReady = async (options) => {
    asked.push(options);
    if (options?.all) throw new NoWorkerAnswered('no worker polls the queue journeys');
    return Promise.resolve();
  };
  expect(await api.send('GET', '/readyz', { key: null })).toMatchObject({
    status: 200,
    json: { catalogue: '0123456789ab', refusedSince: null },
  });
  const all = await api.send('GET', '/readyz?all', { key: null });
  expect(all).toMatchObject({ status: 503, json: { detail: 'Not ready: no worker polls the queue journeys' } });
  expect(asked).toEqual([{ all: false }, { all: true }]);
});

test('/readyz answers 503 while Temporal is away, and 200 when it is back; only the log knows the address', async () => {
  api.journeys.before = () => Promise.reject(new TemporalUnavailable('connect ECONNREFUSED 10.0.0.1:7233'));
  const { status, headers, text } = await api.send('GET', '/readyz', { key: null });
  expect([status, headers.get('retry-after')]).toEqual([503, '5']);
  expect(text).not.toContain('10.0.0.1');
  expect(api.log).toEqual([expect.objectContaining({ status: 503, fault: 'connect ECONNREFUSED 10.0.0.1:7233' })]);
  api.journeys.before = () => Promise.resolve();
  expect((await api.send('GET', '/readyz', { key: null })).status).toBe(200);
});

test('/metrics counts requests by route and decisions by journey, and no path that callers made up', async () => {
  await api.send('POST', '/v1/events', { body: referral() });
  await api.send('POST', '/v1/events', { body: referral({ type: 'game.opened' }) });
  await api.send('POST', '/v1/events?dryRun=true', { body: referral({ playerId: 'p-9' }) });
  await api.send('GET', '/v1/journeys/lucky:refer-a-friend:p-1');
  await api.send('GET', '/made/up');
  const { status, text, headers } = await api.send('GET', '/metrics', { key: null });
  expect(status).toBe(200);
  expect(headers.get('content-type')).toContain('text/plain');
  const count = (name: string, labels: string) =>
    text
      .split('\n')
      .find((line) => line.startsWith(`${name}{${labels}}`))
      ?.split(' ')[1];
  expect(count('waypost_http_requests_total', 'route="/v1/events",method="POST",status="202"')).toBe('3');
  expect(count('waypost_http_requests_total', 'route="/v1/journeys/{id}",method="GET",status="200"')).toBe('1');
  expect(count('waypost_http_requests_total', 'route="unmatched",method="GET",status="404"')).toBe('1');
  const started = 'brand="lucky",journey="refer-a-friend",rule="",decision="started",reason=""';
  expect(count('waypost_decisions_total', started)).toBe('1');
  expect(count('waypost_unheard_events_total', 'brand="lucky",type="game.opened"')).toBe('1');
  expect(text).toContain('waypost_http_request_seconds_bucket');
  expect(text).not.toContain('made/up');
});

test('a changed catalogue that was refused is shown by /readyz and counted, and events are accepted all the same', async () => {
  const refusedSince = '2026-03-01T12:00:00.000Z';
  const other = await startApi({ refusedSince });
  const ready = await other.send('GET', '/readyz', { key: null });
  await other.close();
  expect(ready).toMatchObject({ status: 200, json: { status: 'ready', catalogue: '0123456789ab', refusedSince } });
  const metrics = createMetrics();
  expect(await metrics.text()).toContain('\nwaypost_catalogue_refusals_total 0\n');
  metrics.countRefusedCatalogue();
  expect(await metrics.text()).toContain('\nwaypost_catalogue_refusals_total 1\n');
});

test('types that nobody hears are counted under their own names up to a bound', async () => {
  const events = Array.from({ length: 250 }, (_, n) => referral({ id: `e-${n}`, type: `typo-${n}` }));
  await api.send('POST', '/v1/events', { body: { events } });
  const { text } = await api.send('GET', '/metrics', { key: null });
  expect(text.match(/^waypost_unheard_events_total\{/gm)).toHaveLength(201);
  expect(text).toContain('waypost_unheard_events_total{brand="lucky",type="other"} 50');
});
