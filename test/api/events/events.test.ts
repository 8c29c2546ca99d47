import { afterEach, beforeEach, expect, test } from 'vitest';
import { TemporalUnavailable } from '../../../client/errors.js';
import { KEYS, referral, startApi, type TestApi } from '../support/start-api.js';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

test('an event is answered with 202 and what it came to', async () => {
  const { status, json } = await api.send('POST', '/v1/events', { body: referral() });
  expect(status).toBe(202);
  expect(json).toEqual({
    event: 'e-1',
    decisions: [{ decision: 'started', journey: 'refer-a-friend', id: 'lucky:refer-a-friend:p-1', run: 'r1' }],
  });
});

test('an event reaches the client with its brand, its instant in UTC, and nothing that was not sent', async () => {
  const occurredAt = new Date(Date.now() - 60_000);
  const local = new Date(occurredAt.getTime() + 2 * 3_600_000).toISOString().replace('Z', '+02:00');
  await api.send('POST', '/v1/events', {
    body: referral({ occurredAt: local, data: undefined, campaign: { id: 'c' } }),
  });
  expect(api.journeys.accepted).toEqual([
    {
      brand: 'lucky',
      id: 'e-1',
      type: 'player.referred',
      playerId: 'p-1',
      occurredAt: occurredAt.toISOString(),
      data: {},
      campaign: { id: 'c' },
    },
  ]);
});

test('a number that JavaScript can not hold keeps its digits', async () => {
  const text = JSON.stringify(referral({ data: { amount: 1 } })).replace(
    '"amount":1',
    '"amount":12345678901234567890.10',
  );
  await api.send('POST', '/v1/events', { body: text });
  expect(api.journeys.accepted[0]?.data).toEqual({ amount: '12345678901234567890.10' });
});

test('the items of a batch are judged one by one, and the good ones go on', async () => {
  const { status, json } = await api.send('POST', '/v1/events', {
    body: {
      events: [
        referral(),
        referral({ id: 'e-2', playerId: undefined }),
        7,
        referral({ id: 'x'.repeat(129) }),
        referral({ id: 'e-5', playerId: 'p-5' }),
      ],
    },
  });
  expect(status).toBe(202);
  expect(json.events).toEqual([
    { event: 'e-1', decisions: [expect.objectContaining({ decision: 'started' })] },
    { event: 'e-2', decisions: [{ decision: 'invalid', field: 'playerId', reason: 'is missing' }] },
    { event: 2, decisions: [expect.objectContaining({ decision: 'invalid', field: 'body' })] },
    { event: 3, decisions: [expect.objectContaining({ decision: 'invalid', field: 'id' })] },
    { event: 'e-5', decisions: [expect.objectContaining({ decision: 'started' })] },
  ]);
});

test('the events of one player in a batch are routed in their order, though the first takes longest', async () => {
  api.journeys.before = async (event) => {
    for (let turns = Number(event?.data.turns); turns > 0; turns -= 1) await new Promise(setImmediate);
  };
  const events = [9, 5, 1].map((turns) => referral({ id: `e-${turns}`, data: { turns } }));
  await api.send('POST', '/v1/events', { body: { events } });
  expect(api.journeys.accepted.map(({ id }) => id)).toEqual(['e-9', 'e-5', 'e-1']);
});

test('sixteen players of a batch are served at once, and the answers stand in the order of the events', async () => {
  let underWay = 0;
  let most = 0;
  api.journeys.before = async () => {
    underWay += 1;
    most = Math.max(most, underWay);
    await new Promise(setImmediate);
    underWay -= 1;
  };
  const events = Array.from({ length: 60 }, (_, n) => referral({ id: `e-${n}`, playerId: `p-${n % 20}` }));
  const { json } = await api.send('POST', '/v1/events', { body: { events } });
  expect((json.events as { event: string }[]).map(({ event }) => event)).toEqual(events.map(({ id }) => id));
  expect(most).toBe(16);
});

test('Temporal being away for one event of a batch makes the whole answer 503, to be sent again', async () => {
  api.journeys.before = async (event) => {
    if (event?.id === 'e-2') throw new TemporalUnavailable('deadline of frontend 10.0.0.1 exceeded');
    return Promise.resolve();
  };
  const events = [referral(), referral({ id: 'e-2', playerId: 'p-2' })];
  const { status, headers, json, text } = await api.send('POST', '/v1/events', { body: { events } });
  expect(status).toBe(503);
  expect(headers.get('retry-after')).toBe('5');
  expect(json.detail).toContain('again');
  expect(text).not.toContain('10.0.0.1');
});

test('with dryRun the client decides only', async () => {
  const { status } = await api.send('POST', '/v1/events?dryRun=true', { body: referral() });
  expect(status).toBe(202);
  expect(api.journeys.dryRuns).toHaveLength(1);
  expect(api.journeys.accepted).toHaveLength(0);
});

test('a misspelt query parameter is refused by its name, for it might have been dryRun', async () => {
  const { status, json } = await api.send('POST', '/v1/events?dryrun=true', { body: referral() });
  expect(status).toBe(400);
  expect(json.errors).toEqual([expect.objectContaining({ field: 'dryrun' })]);
  expect(api.journeys.accepted).toHaveLength(0);
});

test('an event that nobody hears is taken, and with strict answered 422', async () => {
  const body = referral({ type: 'game.opened' });
  expect((await api.send('POST', '/v1/events', { body })).json.decisions).toEqual([
    { decision: 'unheard', reason: 'no journey listens to game.opened' },
  ]);
  const { status, json } = await api.send('POST', '/v1/events?strict=true', { body });
  expect(status).toBe(422);
  expect(json).toMatchObject({ type: 'urn:waypost:problem:unheard', errors: [{ field: 'type' }] });
});

test('a single event that a journey finds invalid is answered 422 with its field', async () => {
  const { status, json } = await api.send('POST', '/v1/events', {
    body: referral({ type: 'bet.placed', data: { amount: 'wrong' } }),
  });
  expect(status).toBe(422);
  expect(json.errors).toEqual([{ field: 'data.amount', message: 'must be money' }]);
});

test('a key of one brand may name its brand or an origin of it, and nothing else', async () => {
  for (const brand of ['lucky', 'lucky.example', 'LC']) {
    expect((await api.send('POST', '/v1/events', { body: referral({ brand }) })).status).toBe(202);
  }
  for (const brand of ['royal', 'royal.example', 'unknown', 'constructor']) {
    const { status, json } = await api.send('POST', '/v1/events', { body: referral({ brand }) });
    expect(status).toBe(422);
    expect(json.errors).toEqual([{ field: 'brand', message: expect.stringContaining('brand-mismatch') }]);
  }
  expect(new Set(api.journeys.accepted.map(({ brand }) => brand))).toEqual(new Set(['lucky']));
});

test('with a key of several brands each event names its own', async () => {
  const events = [
    referral({ brand: 'royal' }),
    referral({ id: 'e-2', brand: 'LC' }),
    referral({ id: 'e-3' }),
    referral({ id: 'e-4', brand: 'third' }),
  ];
  const { json } = await api.send('POST', '/v1/events', { key: KEYS.both, body: { events } });
  expect(json.events).toEqual([
    { event: 'e-1', decisions: [expect.objectContaining({ id: 'royal:refer-a-friend:p-1' })] },
    { event: 'e-2', decisions: [expect.objectContaining({ id: 'lucky:refer-a-friend:p-1' })] },
    {
      event: 'e-3',
      decisions: [{ decision: 'invalid', field: 'brand', reason: expect.stringContaining('lucky, royal') }],
    },
    {
      event: 'e-4',
      decisions: [{ decision: 'invalid', field: 'brand', reason: expect.stringContaining('brand-mismatch') }],
    },
  ]);
});
