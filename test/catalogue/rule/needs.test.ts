import { expect, it } from 'vitest';
import { rendersAtOnce } from '../../../catalogue/rule/needs.js';
import { files, TO } from '../guard/guarded.js';
import { lucky } from '../loading.js';

async function atOnce(action: string): Promise<boolean> {
  const brand = await lucky(files(`a: { effect: data, ${TO}, ${action} }`));
  return rendersAtOnce(brand, brand.actions.get('a')!, null);
}

it.each(['body: { id: "{{player.id}}" }', 'expires: 1 hour', 'limits: []', 'guards: []'])(
  'a call that needs nobody is rendered where its event comes in: %s',
  async (action) => {
    expect(await atOnce(action)).toBe(true);
  },
);

it.each([
  'guards: [block]',
  'limits: [{ per: player, count: 1, window: ever }]',
  "allowedHours: { from: '09:00', until: '21:00' }",
  'mode: once',
  'body: { id: "{{lookup.player-blocks.0.type}}" }',
])('one that must ask, count or wait is not: %s', async (action) => {
  expect(await atOnce(action)).toBe(false);
});
