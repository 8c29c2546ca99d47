import { Router } from 'express';
import { z } from 'zod';
import type { JsonObject } from '../../../workflows/contracts/json.js';
import { json, send } from '../answer.js';
import { effect } from '../effect.js';
import { text } from '../fields.js';
import type { Player } from '../players.js';
import type { OperatorState } from '../state.js';

const tag = z.object({ tag: text('the tag to add') });
const wordsOfRecord = { error: 'must be details to change, each a text: { "language": "sv" }' };
const record = z
  .record(z.string(), z.string(wordsOfRecord), wordsOfRecord)
  .refine((details) => Object.keys(details).length > 0, wordsOfRecord.error);

/** Serves lookups of CRMs about a player (Fast Track's operator API), tags, and changes to a player's record. */
export function playerRoutes(state: OperatorState): Router {
  const routes = Router();
  routes.get('/userdetails/:id', (request, response) => {
    send(response, json(userDetails(state.players.get(request.params.id))));
  });
  routes.get('/userblocks/:id', (request, response) => {
    const { blocks } = state.players.get(request.params.id);
    send(response, json({ blocks: blocks.map((block) => ({ ...block })) }));
  });
  routes.get('/userconsents/:id', (request, response) => {
    const { consents } = state.players.get(request.params.id);
    send(response, json({ consents: consents.map((consent) => ({ ...consent })) }));
  });
  routes.post(
    '/players/:id/tags',
    effect(state, tag, (_body, request) => ({
      user: String(request.params['id']),
      kind: 'tag-added',
      amount: null,
      currency: null,
      bonusCode: null,
    })),
  );
  routes.post(
    '/players/:id',
    effect(state, record, (details, request) => {
      const user = String(request.params['id']);
      state.players.change(user, { details });
      return { user, kind: 'player-updated', amount: null, currency: null, bonusCode: null };
    }),
  );
  return routes;
}

function userDetails(player: Player): JsonObject {
  const blocked = (type: string): boolean => player.blocks.some((block) => block.type === type && block.active);
  return {
    user_id: player.id,
    username: `player-${player.id}`,
    first_name: 'Alex',
    last_name: 'Doe',
    title: 'Mx',
    sex: 'Other',
    email: `player-${player.id}@example.com`,
    mobile_prefix: '+356',
    mobile: '99000000',
    birth_date: '1990-05-17T00:00:00Z',
    address: '1 Harbour Street',
    city: 'Valletta',
    postal_code: 'VLT 1000',
    country: 'MT',
    currency: 'EUR',
    language: 'en',
    origin: 'lucky',
    roles: ['player'],
    is_blocked: blocked('Blocked'),
    is_excluded: blocked('Excluded'),
    segmentation: {},
    ...player.details,
  };
}
