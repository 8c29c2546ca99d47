import { afterEach, beforeEach, expect, test } from 'vitest';
import { catalogueFolder, loadCatalogue } from '../../../catalogue/load/load.js';
import { entries } from '../../../client/entries.js';
import { referral, startApi, type TestApi } from '../support/start-api.js';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

const lines = (): Record<string, unknown>[] => api.log.filter(({ msg }) => msg === 'event not taken');

async function counted(labels: string): Promise<string | undefined> {
  const { text } = await api.send('GET', '/metrics', { key: null });
  const line = text.split('\n').find((one) => one.startsWith(`waypost_decisions_total{${labels}}`));
  return line?.split(' ')[1];
}

test('an event that nobody hears leaves a line with its id, type, player and why, and is counted so', async () => {
  await api.send('POST', '/v1/events', { body: referral({ type: 'game.opened' }) });
  expect(lines()).toMatchObject([
    { decision: 'unheard', code: 'nobody-hears', brand: 'lucky', event: 'e-1', type: 'game.opened', player: 'p-1' },
  ]);
  expect(lines()[0]?.['reason']).toEqual(expect.stringContaining('game.opened'));
  expect(await counted('brand="lucky",journey="",rule="",decision="unheard",reason="nobody-hears"')).toBe('1');
});

test('an event that is taken leaves no such line', async () => {
  await api.send('POST', '/v1/events', { body: referral() });
  expect(lines()).toEqual([]);
});

test.each([
  ['a time that is none', { occurredAt: 'yesterday' }, 'bad-time', 'p-1'],
  ['a time too long ago', { occurredAt: '2020-01-01T00:00:00Z' }, 'too-old', 'p-1'],
  ['a player whose id is an address', { playerId: 'someone@example.com' }, 'bad-player', null],
  ['no player', { playerId: undefined }, 'bad-player', null],
])('an event that is refused leaves a line and a count, alone or in a batch: %s', async (_, change, code, player) => {
  expect((await api.send('POST', '/v1/events', { body: referral(change) })).status).toBe(422);
  await api.send('POST', '/v1/events', { body: { events: [referral(change), referral({ id: 'e-9' })] } });
  const wanted = { decision: 'invalid', code, brand: 'lucky', event: 'e-1', type: 'player.referred', player };
  expect(lines()).toMatchObject([wanted, wanted]);
  expect(JSON.stringify(api.log)).not.toContain('example.com');
  expect(await counted(`brand="lucky",journey="",rule="",decision="invalid",reason="${code}"`)).toBe('2');
});

test('a dry run leaves neither', async () => {
  await api.send('POST', '/v1/events?dryRun=true', { body: referral({ type: 'game.opened' }) });
  await api.send('POST', '/v1/events?dryRun=true', { body: referral({ occurredAt: 'yesterday' }) });
  expect(lines()).toEqual([]);
});

test('an event of a source that is refused leaves them too', async () => {
  await api.close();
  api = await startApi({ catalogue: loadCatalogue(catalogueFolder({}), entries, {}) });
  const sent = await api.send('POST', '/v1/sources/fast-track-custom', { body: { made: 'up' } });
  expect(sent.status).toBe(422);
  expect(lines()).toMatchObject([{ decision: 'invalid', code: 'bad-event' }]);
});
