import type { OutgoingHttpHeaders } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { PreparedCall } from '../../../workflows/contracts/calls/call.js';
import { serveHttp, type TestServer } from '../../outbound/servers.js';
import { activitiesOf, attempt, catalogueAt, prepared, within } from '../world.js';

let server: TestServer | undefined;

afterEach(() => server?.close());

async function answering(body: string | Buffer, headers: OutgoingHttpHeaders = {}, status = 200) {
  server = await serveHttp((_, response) => response.writeHead(status, headers).end(body));
  return activitiesOf(catalogueAt(`http://127.0.0.1:${server.port}`));
}

/** The report of an attempt that meets these bytes. */
async function meeting(body: string | Buffer, headers: OutgoingHttpHeaders = {}, call: Partial<PreparedCall> = {}) {
  const activities = await answering(body, headers);
  return attempt(activities, { ...(await prepared(activities)), ...call });
}

const LATIN1 = { 'content-type': 'application/json; charset=latin1' };
const KLINGON = { 'content-type': 'application/json; charset=klingon' };

describe('an answer that is not what it should be', () => {
  it('an HTML page with 200 has its sentence', async () => {
    expect(await meeting('<!doctype html><title>Log in</title>')).toMatchObject({
      class: 'unknown',
      reason: expect.stringMatching(/HTML page/) as string,
    });
  });

  it('text that says nothing has its sentence', async () => {
    expect(await meeting('thanks', {}, { effect: 'data' })).toMatchObject({
      class: 'parked',
      reason: expect.stringMatching(/text, not JSON/) as string,
    });
  });

  it('an empty one is delivered, by its status', async () => {
    expect(await meeting('')).toMatchObject({ class: 'delivered', reason: '200: empty', answer: null });
  });

  it('one in another charset is read by it', async () => {
    const body = Buffer.from('{"Success":true,"name":"Zoë"}', 'latin1');
    expect(await meeting(body, LATIN1)).toMatchObject({ class: 'delivered', answer: { name: 'Zoë' } });
  });

  it('one in a charset that nobody knows has its sentence, unless it can be read all the same', async () => {
    expect(await meeting('nuqneH', KLINGON)).toMatchObject({
      class: 'unknown',
      reason: expect.stringMatching(/klingon/) as string,
    });
    await server?.close();
    expect(await meeting('{"Success":true}', KLINGON)).toMatchObject({ class: 'delivered' });
  });
});

describe('a lookup', () => {
  const REQUEST = { brand: 'lucky', lookup: 'active-bonus', playerId: 'player-1', params: {} };

  it.each<[string, string | Buffer, OutgoingHttpHeaders]>([
    ['HTML page', '<html></html>', {}],
    ['empty', '', {}],
    ['text', 'Data', {}],
    ['charset "klingon"', '{"Data":null}', KLINGON],
    ['utf-8', Buffer.from('{"Data":"ë"}', 'latin1'), {}],
  ])('is not answered: %s', async (words, body, headers) => {
    const { lookUp } = await answering(body, headers);
    await expect(within(lookUp, REQUEST)).rejects.toThrow(words);
  });
});

describe('what a delivered answer hands on', () => {
  const schema = { type: 'object', required: ['grantId'], properties: { grantId: { type: 'integer' } } } as const;
  const answers = { answer: { map: { grantId: 'Data.id' }, schema } };

  it('is what the action maps', async () => {
    const body = JSON.stringify({ Success: true, Data: { id: 7 }, padding: 'x'.repeat(10_000) });
    expect(await meeting(body, {}, { answers })).toMatchObject({ class: 'delivered', answer: { grantId: 7 } });
  });

  it('is nothing when it does not fit: the call stays delivered and says so', async () => {
    expect(await meeting('{"Success":true,"Data":{"id":"seven"}}', {}, { answers })).toMatchObject({
      class: 'delivered',
      answer: null,
      reason: expect.stringMatching(/grantId must be integer/) as string,
    });
  });

  it('is not mapped of a refusal, whose words are kept', async () => {
    const body = { Success: false, Errors: ['blocked'] };
    expect(await meeting(JSON.stringify(body), {}, { answers })).toMatchObject({ class: 'refused', answer: body });
  });
});
