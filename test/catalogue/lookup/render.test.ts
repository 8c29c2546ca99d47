import { expect, it } from 'vitest';
import type { Lookup } from '../../../catalogue/lookup/definition.js';
import { renderLookup } from '../../../catalogue/lookup/render.js';
import { selectAnswer } from '../../../catalogue/lookup/select-answer.js';

const LOOKUP: Lookup = {
  name: 'games',
  title: 'Games',
  headers: { 'x-kind': '{{params.kind}}', 'x-page': '{{params.page | omit}}' },
  destination: 'operator',
  path: '/players/{{player.id}}/games',
  query: { kind: '{{params.kind}}', brand: '{{brand.id}}', page: '{{params.page | omit}}' },
  params: { kind: { type: 'string', required: true }, page: { type: 'number', required: false } },
  answer: { type: 'array', items: { type: 'object', required: ['id'] } },
  select: 'Data.games',
};
const REQUEST = { brand: 'lucky', lookup: 'games', playerId: 'a b', params: {} };

it('renders path, query and headers with its params, the player and the brand', () => {
  expect(renderLookup(LOOKUP, { ...REQUEST, params: { kind: 'slots & co' } })).toEqual({
    kind: 'ready',
    path: '/players/a%20b/games?kind=slots%20%26%20co&brand=lucky',
    headers: { 'x-kind': 'slots & co' },
  });
});

it('says which param is missing, unknown, wrong, or has no place in a URL', () => {
  const reason = (params: Record<string, string>): unknown => renderLookup(LOOKUP, { ...REQUEST, params });
  expect(reason({})).toEqual({ kind: 'refused', reason: 'the lookup games needs "kind", which is missing' });
  expect(reason({ kind: 'a', size: '1' })).toMatchObject({
    reason: 'the lookup games has no "size": it takes kind, page',
  });
  expect(reason({ kind: 'a', page: 'one' })).toMatchObject({ reason: '"page" of the lookup games must be a number' });
  expect(reason({ kind: 'a\n' })).toMatchObject({ reason: '{{params.kind}} holds a line break or NUL' });
});

it.each(['..', '../../secret', 'a/b', '%2e%2e%2fsecret'])(
  'can not be led out of its path by the player %j',
  (playerId) => {
    const refused = { kind: 'refused', reason: expect.stringMatching(/^\{\{player\.id\}\} /) as string };
    expect(renderLookup(LOOKUP, { ...REQUEST, playerId, params: { kind: 'a' } })).toEqual(refused);
    const byParam = { ...LOOKUP, path: '/lists/{{params.kind}}' };
    expect(renderLookup(byParam, { ...REQUEST, params: { kind: playerId } })).toMatchObject({
      reason: expect.stringMatching(/^\{\{params\.kind\}\} /) as string,
    });
  },
);

it('selects from the answer what it declares, and says what does not fit', () => {
  expect(selectAnswer(LOOKUP, { Data: { games: [{ id: 1 }] } })).toEqual({ kind: 'answer', answer: [{ id: 1 }] });
  expect(selectAnswer(LOOKUP, { Data: null })).toEqual({ kind: 'unusable', reason: 'its answer has no "Data.games"' });
  expect(selectAnswer(LOOKUP, { Data: { games: [{}] } })).toEqual({
    kind: 'unusable',
    reason: "its answer's Data.games.0.id is required",
  });
});
