import { expect, test } from 'vitest';
import { changePlayers, hashPlayerId, isEmail } from '../../../catalogue/event/player-id.js';
import { faults, lucky } from '../loading.js';

const MAIL = 'anna@example.com';

// printf %s lucky:anna@example.com | sha256sum
test('the hash is what anybody can compute: SHA-256 over brand and id, 32 digits of it', () => {
  expect(hashPlayerId('lucky', MAIL, null)).toBe('h_8399bb8513af45645e5d3b36f23112c6');
});

// printf %s lucky:anna@example.com | openssl dgst -sha256 -hmac 'a key'
test('with a key it is the HMAC', () => {
  expect(hashPlayerId('lucky', MAIL, 'a key')).toBe('h_685332b78f29e417b839ed6ba43c24dd');
});

test('a player has another name at each brand, and a name that is a hash already is kept', () => {
  const name = hashPlayerId('lucky', MAIL, null);
  expect(hashPlayerId('royal', MAIL, null)).not.toBe(name);
  expect(hashPlayerId('lucky', name, null)).toBe(name);
});

test.each([
  [MAIL, true],
  ['a@b.c', true],
  ['player@home', false],
  ['4711', false],
])('whether %j is an e-mail address: %j', (id, expected) => {
  expect(isEmail(id)).toBe(expected);
});

test('ids of other players stand where the schema of an event says so, also in lists', async () => {
  const { events } = await lucky({
    'lucky/events.yaml': `group.formed:
  data:
    type: object
    properties:
      leader: { $ref: '#/player' }
      members: { type: array, items: { type: object, properties: { id: { $ref: '#/player' } } } }
      note: { $ref: '#/id' }
`,
  });
  const data = { leader: 'a', members: [{ id: 'b' }, { id: 7 }, {}], note: 'c' };
  const seen: string[] = [];
  const changed = changePlayers(events.get('group.formed')!, data, (player, field) => {
    seen.push(field);
    return player.toUpperCase();
  });
  expect(changed).toEqual({ leader: 'A', members: [{ id: 'B' }, { id: 7 }, {}], note: 'c' });
  expect(seen).toEqual(['data.leader', 'data.members[0].id']);
});

test('a brand hashes ids, or hashes them with a key that it names', async () => {
  expect((await lucky({ 'lucky/brand.yaml': 'hashPlayerIds: true' })).hashPlayerIds).toBe(true);
  expect((await lucky({ 'lucky/brand.yaml': 'hashPlayerIds: { env: PLAYERS }' })).hashPlayerIds).toEqual({
    env: 'PLAYERS',
  });
  expect(await faults({ 'lucky/brand.yaml': 'hashPlayerIds: s3cret' })).toEqual([
    'lucky/brand.yaml:1:1: hashPlayerIds must be true, false, or where the key is: { env: NAME } or { file: PATH }',
  ]);
});
