import { expect, test } from 'vitest';
import { useOperator } from '../../support/operator.js';
import { get, post } from './http.js';

const operator = useOperator();

const credit = (key = 'k1') =>
  post(`${operator.url}/bonus/credit`, { user_id: '7', bonus_code: 'W50' }, { 'Idempotency-Key': key });

test('a fault answers instead of doing the work, as often as asked, and is spent', async () => {
  await operator.fault({ path: '/bonus/credit', times: 2, answer: { status: 503, headers: { 'Retry-After': '3' } } });

  const first = await credit();
  expect([first.status, first.body, first.headers.get('retry-after')]).toEqual([503, '', '3']);
  expect((await credit()).status).toBe(503);
  expect(await operator.ledger()).toEqual([]);
  expect((await credit()).status).toBe(200);
});

test('faults on one path follow each other in the order in which they were set', async () => {
  await operator.fault({ path: '/bonus/credit', times: 1, answer: { status: 503 } });
  await operator.fault({ path: '/bonus/credit', times: 1, answer: { status: 429 } });
  expect([(await credit()).status, (await credit()).status, (await credit()).status]).toEqual([503, 429, 200]);
});

test('a fault meets only its path and method; a star makes the path a prefix', async () => {
  await operator.fault({ method: 'post', path: '/userdetails/*', times: 1, answer: { status: 500 } });
  expect((await get(`${operator.url}/userdetails/7`)).status).toBe(200);

  await operator.fault({ method: 'GET', path: '/userdetails/*', times: 1, answer: { status: 500 } });
  await operator.fault({ path: '/bonus', times: 1, answer: { status: 500 } });
  expect((await credit()).status).toBe(200);
  expect((await get(`${operator.url}/userdetails/7`)).status).toBe(500);
});

test('times 0 clears the faults of a path, or only those of a method', async () => {
  await operator.fault({ method: 'POST', path: '/bonus/credit', times: 9, answer: { status: 500 } });
  await operator.fault({ method: 'GET', path: '/bonus/credit', times: 0 });
  expect((await credit()).status).toBe(500);
  await operator.fault({ path: '/bonus/credit', times: 0 });
  expect((await credit()).status).toBe(200);
});

test('a given body is sent as JSON, and a string as it is', async () => {
  await operator.fault({ path: '/bonus/credit', times: 1, answer: { body: { Success: false, Errors: ['no'] } } });
  expect(await credit()).toMatchObject({ status: 200, body: { Success: false, Errors: ['no'] } });

  const headers = { 'content-type': 'text/html' };
  await operator.fault({ path: '/bonus/credit', times: 1, answer: { status: 502, headers, body: '<h1>Bad' } });
  const raw = await credit();
  expect([raw.status, raw.body, raw.headers.get('content-type')]).toEqual([502, '<h1>Bad', 'text/html']);
});

test('headers alone are added to the answer of the work', async () => {
  await operator.fault({ path: '/bonus/credit', times: 1, answer: { headers: { 'x-more': 'yes' } } });
  const answer = await credit();
  expect([answer.status, answer.headers.get('x-more')]).toEqual([200, 'yes']);
  expect(await operator.ledger()).toHaveLength(1);
});

test('a connection cut before the headers: the request is seen, nothing is done', async () => {
  await operator.fault({ path: '/bonus/credit', times: 1, answer: { cut: 'before-headers' } });
  await expect(credit()).rejects.toThrow();
  expect(await operator.requests()).toHaveLength(1);
  expect(await operator.ledger()).toEqual([]);
});

test('a connection cut after processing: the money moved, and a repeat is told so', async () => {
  await operator.fault({ path: '/bonus/credit', times: 1, answer: { cut: 'after-processing' } });
  await expect(credit()).rejects.toThrow();
  expect(await operator.ledger()).toHaveLength(1);
  expect(await credit()).toMatchObject({ status: 200, body: { Success: true } });
  expect(await operator.ledger()).toHaveLength(1);
});

test('a connection cut in the middle of the body: headers and half of the answer arrive', async () => {
  const whole = '{"Success":true,"Errors":[]}';
  await operator.fault({ path: '/bonus/credit', times: 1, answer: { cut: 'mid-body' } });
  const response = await fetch(`${operator.url}/bonus/credit`, {
    method: 'POST',
    body: '{"user_id":"7","bonus_code":"W50"}',
  });
  expect([response.status, response.headers.get('content-length')]).toEqual([200, String(whole.length)]);

  const arrived: Buffer[] = [];
  const readAll = async () => {
    for await (const chunk of response.body!) arrived.push(Buffer.from(chunk as Uint8Array));
  };
  await expect(readAll()).rejects.toThrow();
  expect(Buffer.concat(arrived).toString()).toBe(whole.slice(0, whole.length / 2));
  expect(await operator.ledger()).toHaveLength(1);
});

test('a delayed answer: the work is done at once, also when the caller gives up waiting', async () => {
  await operator.fault({ path: '/bonus/credit', times: 1, answer: { delayMs: 600_000 } });
  const givesUp = new AbortController();
  const call = fetch(`${operator.url}/bonus/credit`, {
    method: 'POST',
    body: '{"user_id":"7","bonus_code":"W50"}',
    signal: givesUp.signal,
  });
  await expect.poll(() => operator.ledger()).toHaveLength(1);
  givesUp.abort();
  await expect(call).rejects.toThrow('aborted');
});

test.each([
  [{ path: 'bonus', times: 1, answer: { status: 500 } }, 'path'],
  [{ path: '/bonus', times: -1, answer: { status: 500 } }, 'times'],
  [{ path: '/bonus', times: 1 }, 'answer'],
  [{ path: '/bonus', times: 1, answer: { status: 99 } }, 'answer.status'],
  [{ path: '/bonus', times: 1, answer: { headers: { 'x-a': 'b\r\nc: d' } } }, 'answer.headers'],
  [{ path: '/bonus', times: 1, answer: { cut: 'after-processing' as const, status: 200 } }, 'answer.cut'],
  [{ path: '/bonus', times: 1, answer: { cut: 'mid-body' as const, status: 200 } }, 'answer.body'],
])('the fault %j is refused by the name of what is wrong', async (fault, field) => {
  await expect(operator.fault(fault)).rejects.toThrow(field);
});
