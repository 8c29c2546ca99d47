import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { redoKey } from '../../../workflows/contracts/calls/call-key.js';
import { undeliveredCall } from '../support/in-memory-redo.js';
import { KEYS, startApi, type TestApi } from '../support/start-api.js';

const KEY = 'wp_aaaaaaaaaaaaaaaaaaaaaaaaaa';
const FOREIGN = 'wp_bbbbbbbbbbbbbbbbbbbbbbbbbb';
const MAYBE_SENT = 'wp_cccccccccccccccccccccccccc';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
  const { undelivered } = api.journeys.redo;
  undelivered.set(KEY, { brand: 'lucky', call: undeliveredCall(KEY) });
  undelivered.set(MAYBE_SENT, { brand: 'lucky', call: undeliveredCall(MAYBE_SENT, { maybeSent: true }) });
  undelivered.set(FOREIGN, { brand: 'royal', call: undeliveredCall(FOREIGN) });
});
afterEach(() => api.close());

const redo = (body: object, callKey = KEY) => api.send('POST', `/v1/calls/${callKey}/redo`, { body });
const redoAll = (body: object) => api.send('POST', '/v1/calls/redo', { body });
const FILTER = { action: 'credit-referrer', outcome: 'refused' };

describe('POST /v1/calls/{callKey}/redo', () => {
  it("answers with the new call, and does it in the name of the key's owner", async () => {
    const { status, json } = await redo({ reason: 'mended', run: 'lucky:refer-a-friend:p-1', id: 'o-1' });
    const key = redoKey('lucky', KEY);
    expect([status, json]).toEqual([
      201,
      { callKey: key, redoOf: KEY, started: true, id: `lucky:~call:${key}`, run: 'r1', warning: null },
    ]);
    expect(api.journeys.redo.done.get(KEY)).toMatchObject({ by: 'owner of lucky', run: 'lucky:refer-a-friend:p-1' });
    expect(await redo({ reason: 'mended', id: 'o-1' })).toMatchObject({ status: 200, json: { started: false } });
  });

  it('is a conflict for a call that was done again before, and the fix is named', async () => {
    await redo({ reason: 'mended' });
    const { status, json } = await redo({ reason: 'mended', id: 'another' });
    expect([status, json]).toMatchObject([409, { title: 'Redo not possible', detail: expect.stringContaining(KEY) }]);
  });

  it('of another brand, or of no call, is not found', async () => {
    expect(await redo({ reason: 'x' }, FOREIGN)).toMatchObject({ status: 404 });
    expect(await redo({ reason: 'x' }, 'wp_nope')).toMatchObject({ status: 404 });
  });

  it('asks for an acknowledgement where the call may have arrived', async () => {
    expect(await redo({ reason: 'x' }, MAYBE_SENT)).toMatchObject({
      ...{ status: 422, json: { errors: [{ field: 'acknowledge' }] } },
    });
    const { status, json } = await redo({ reason: 'x', acknowledge: 'may-pay-twice' }, MAYBE_SENT);
    expect([status, json]).toMatchObject([201, { warning: expect.stringContaining('10.00 EUR') }]);
  });

  it.each([
    ['reason', {}],
    ['reason', { reason: '' }],
    ['acknowledge', { reason: 'x', acknowledge: 'yes' }],
    ['id', { reason: 'x', id: ' ' }],
    ['run', { reason: 'x', run: 'a'.repeat(201) }],
  ])('names %s where that can not be followed', async (field, body) => {
    expect(await redo(body)).toMatchObject({ status: 422, json: { errors: [{ field }] } });
  });

  it('needs the scope attention:write', async () => {
    const body = { reason: 'x' };
    const { status } = await api.send('POST', `/v1/calls/${KEY}/redo`, { body, key: KEYS.reader });
    expect(status).toBe(403);
  });
});

describe('POST /v1/calls/redo', () => {
  it('answers with the plan first, and does nothing', async () => {
    const { status, json } = await redoAll({ filter: FILTER });
    expect([status, json]).toMatchObject([200, { plan: 'p-1', count: 2, maybeSent: 1, money: { EUR: '10.00' } }]);
    expect(api.journeys.redo.orders).toEqual([]);
  });

  it('takes the order with its plan, and tells how far it has come', async () => {
    const body = { filter: { ...FILTER, player: 'p 1' }, plan: 'p-1', id: 'o 1', reason: 'mended', perSecond: 20 };
    const { status, json, headers } = await redoAll(body);
    expect([status, headers.get('location')]).toEqual([202, '/v1/calls/redo/o%201']);
    expect(json).toMatchObject({ id: 'o 1', order: { by: 'owner of lucky', filter: body.filter, perSecond: 20 } });
    expect(api.journeys.redo.orders).toMatchObject([{ brand: 'lucky', filter: { ...FILTER, playerId: 'p 1' } }]);
    const progress = await api.send('GET', '/v1/calls/redo/o%201', { key: KEYS.reader });
    expect(progress).toMatchObject({ status: 200, json: { done: 1, failed: 0 } });
    expect(await api.send('GET', '/v1/calls/redo/nope')).toMatchObject({ status: 404 });
  });

  it.each([
    ['plan', { filter: FILTER, plan: 'other', id: 'o', reason: 'x' }],
    ['id', { filter: FILTER, plan: 'p-1', reason: 'x' }],
    ['reason', { filter: FILTER, plan: 'p-1', id: 'o' }],
    ['filter', { filter: {} }],
    ['filter', {}],
    ['filter.outcome', { filter: { outcome: 'delivered' } }],
    ['filter.after', { filter: { after: 'yesterday' } }],
  ])('names %s where that can not be followed', async (field, body) => {
    expect(await redoAll(body)).toMatchObject({ status: 422, json: { errors: [{ field }] } });
  });
});
