import { Router } from 'express';
import { z } from 'zod';
import { effect } from '../effect.js';
import { text, textOrNumber, userId } from '../fields.js';
import type { EffectKind, LedgerChange } from '../ledger.js';
import type { OperatorState } from '../state.js';

const loyaltyEvent = z.object({ user_id: userId });
const rcsMessage = z.object({ user_id: userId, text: text('the text of the message') });
const chatReply = z.object({
  user_id: userId,
  conversation_id: textOrNumber('the id of the conversation'),
  text: text('the reply'),
});
/** The body of Smartico's example "Mini-game spin issued": numbers come as strings. */
const spins = z.object({
  user_ext_id: userId,
  saw_template_id: textOrNumber('the id of the mini-game'),
  minigame_spins_count: textOrNumber('the number of spins'),
});

/** Serves messages to operators about a player: loyalty events, RCS messages, mini-game spins, chat replies. */
export function messageRoutes(state: OperatorState): Router {
  const routes = Router();
  routes.post(
    '/loyalty/events',
    effect(state, loyaltyEvent, (body) => ledgerChange(body.user_id, 'loyalty-event')),
  );
  routes.post(
    '/rcs/messages',
    effect(state, rcsMessage, (body) => ledgerChange(body.user_id, 'message-sent')),
  );
  routes.post(
    '/chat/replies',
    effect(state, chatReply, (body) => ledgerChange(body.user_id, 'chat-reply')),
  );
  routes.post(
    '/minigames/spins',
    effect(state, spins, (body) => ledgerChange(body.user_ext_id, 'spins-issued')),
  );
  return routes;
}

function ledgerChange(user: string, kind: EffectKind): LedgerChange {
  return { user, kind, amount: null, currency: null, bonusCode: null };
}
