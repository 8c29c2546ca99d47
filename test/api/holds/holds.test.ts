import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KEYS, startApi, type TestApi } from '../support/start-api.js';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

const ORDER = { scope: 'destination', name: 'operator', reason: 'their deploy' };
const HOLD = { ...ORDER, id: 'destination:operator', by: 'owner of lucky', since: '2026-03-01T12:00:00.000Z' };

const set = (body: unknown = ORDER, key: string = KEYS.lucky) => api.send('POST', '/v1/holds', { key, body });

describe('holds', () => {
  it('are set, in the name of the owner of the key, and listed', async () => {
    const { status, json } = await set();
    expect([status, json]).toEqual([201, HOLD]);
    expect((await api.send('GET', '/v1/holds')).json).toEqual({ holds: [{ ...HOLD, waiting: 2 }] });
  });

  it('are set once: again, the one before answers', async () => {
    await set();
    const { status, json } = await set({ ...ORDER, reason: 'another' });
    expect([status, json]).toEqual([200, HOLD]);
  });

  it('are accepted while no worker runs, and so is their release', async () => {
    api.journeys.working = false;
    expect((await set()).status).toBe(202);
    expect((await api.send('DELETE', '/v1/holds/destination:operator')).status).toBe(202);
  });

  it('are released once, by the owner of the key', async () => {
    await set();
    const { status, json } = await api.send('DELETE', '/v1/holds/destination%3Aoperator');
    expect([status, json]).toEqual([200, HOLD]);
    expect(api.journeys.releases).toEqual([{ id: 'destination:operator', by: 'owner of lucky' }]);
    expect((await api.send('DELETE', '/v1/holds/destination:operator')).status).toBe(404);
  });

  it("are one brand's own: another can neither see nor release them", async () => {
    await set();
    expect((await api.send('GET', '/v1/holds', { key: KEYS.royal })).json).toEqual({ holds: [] });
    const foreign = await api.send('DELETE', '/v1/holds/destination:operator', { key: KEYS.royal });
    const none = await api.send('DELETE', '/v1/holds/destination:nowhere', { key: KEYS.royal });
    expect([foreign.status, foreign.json.detail]).toEqual([404, none.json.detail]);
    expect(api.journeys.releases).toEqual([]);
  });

  it('need the scope holds:write', async () => {
    expect((await set(ORDER, KEYS.reader)).status).toBe(403);
    expect((await api.send('GET', '/v1/holds', { key: KEYS.reader })).status).toBe(403);
    expect((await api.send('DELETE', '/v1/holds/x', { key: KEYS.reader })).status).toBe(403);
  });

  it.each([
    [{ ...ORDER, scope: 'planet' }, 'scope', 'must be one of brand, destination, action, rule, journey'],
    [{ ...ORDER, name: 'x'.repeat(129) }, 'name', 'is longer than 128 characters'],
    [{ ...ORDER, name: 'unknown' }, 'name', 'is no destination of lucky'],
    [{ ...ORDER, reason: '  ' }, 'reason', 'is required: say why the calls must wait'],
    [{ ...ORDER, reason: 'x'.repeat(301) }, 'reason', 'is longer than 300 characters: shorten it'],
    [{ scope: 'brand', name: 'lucky' }, 'reason', 'is missing'],
    [{ ...ORDER, by: 'me' }, 'by', 'is unknown: remove it, or check its spelling'],
  ])('are refused as %j', async (body, field, message) => {
    const { status, json } = await set(body);
    expect([status, json.errors]).toEqual([422, [{ field, message }]]);
  });
});
