import type { Money } from '../contracts/money.js';
import type { JsonValue } from '../contracts/json.js';

/** The types of what the sample catalogue declares. Written by hand until they are generated from it. */
declare module '../contracts/catalogue-types.js' {
  interface Events {
    'withdrawal.requested': { withdrawalId: string; amount: Money };
    'withdrawal.cancelled': { withdrawalId: string };
    'player.referred': { referrerId: string };
    'deposit.made': { depositId?: string; amount: Money };
    'player.excluded': { reason?: string };
  }

  interface Actions {
    'cancel-bonus': { fields: { bonusId: string; reason: string }; answer: JsonValue };
    'credit-referrer': { fields: { amount: Money }; answer: JsonValue };
  }

  interface Lookups {
    'active-bonus': { answer: ActiveBonus | null };
  }
}

interface ActiveBonus {
  bonus_id: string;
  bonus_code: string;
  amount: string;
  currency: string;
}
