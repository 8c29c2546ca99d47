import { Router } from 'express';
import { z } from 'zod';
import { failed, json, send, succeeded } from '../answer.js';
import { effect } from '../effect.js';
import { amount, currency, text, userId } from '../fields.js';
import type { OperatorState } from '../state.js';

const bonusCode = text('the code of a bonus');
const reason = z.string({ error: 'must be a string' }).optional();

const credit = z.object({ user_id: userId, bonus_code: bonusCode });
const funds = z.object({ user_id: userId, amount, currency, bonus_code: bonusCode.optional(), reason });
const cancel = z.object({ user_id: userId, bonus_id: text('the id of a bonus').optional(), reason });

/** Serves bonuses: the two native callbacks of Fast Track, cancelling, a player's bonuses, and if a key was done. */
export function bonusRoutes(state: OperatorState): Router {
  const routes = Router();

  routes.post(
    '/bonus/credit',
    effect(state, credit, (body) => ({
      user: body.user_id,
      kind: 'bonus-credited',
      amount: null,
      currency: null,
      bonusCode: body.bonus_code,
    })),
  );

  routes.post(
    '/bonus/credit/funds',
    effect(state, funds, (body) => ({
      user: body.user_id,
      kind: 'funds-credited',
      amount: body.amount,
      currency: body.currency,
      bonusCode: body.bonus_code ?? null,
    })),
  );

  routes.post(
    '/bonus/cancel',
    effect(state, cancel, (body) => {
      const bonus = state.players.get(body.user_id).activeBonus;
      if (!bonus) return { refused: `player ${body.user_id} has no active bonus` };
      if (body.bonus_id !== undefined && body.bonus_id !== bonus.bonus_id) {
        return { refused: `bonus_id: the active bonus of player ${body.user_id} is another, ${bonus.bonus_id}` };
      }
      state.players.change(body.user_id, { activeBonus: null });
      return {
        user: body.user_id,
        kind: 'bonus-cancelled',
        amount: bonus.amount,
        currency: bonus.currency,
        bonusCode: bonus.bonus_code,
      };
    }),
  );

  routes.get('/bonus/active', (request, response) => {
    const user = request.query['user_id'];
    if (typeof user === 'string' && user !== '') send(response, succeeded(state.players.get(user).activeBonus));
    else send(response, failed(400, ["user_id: must be given once in the query, as the player's id"]));
  });

  routes.get('/grants/:key', (request, response) => {
    const entry = state.ledger.find(request.params.key);
    if (!entry) {
      send(response, json({ status: 'not done' }));
      return;
    }
    const { user, kind, time } = entry;
    const money = { amount: entry.amount, currency: entry.currency, bonus_code: entry.bonusCode };
    send(response, json({ status: 'done', user_id: user, kind, ...money, time }));
  });
  return routes;
}
