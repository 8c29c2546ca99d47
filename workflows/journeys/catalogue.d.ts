import type { JsonValue, Money } from '../waypost.js';

/** Declarations of the catalogue. Written by `npm run cli -- types`: change the catalogue, not this file. */
declare module '../contracts/catalogue-types.js' {
  interface Events {
    'campaign.converted': {};
    'campaign.opted-in': {
      campaignId: string;
    };
    'campaign.started': {};
    'casino.bet': {
      amount: Money;
      gameId?: string | number;
      roundId?: string | number;
      status: 'Approved' | 'Rollback';
    };
    'casino.win': {
      amount: Money;
      gameId?: string | number;
      roundId?: string | number;
      status: 'Approved' | 'Rollback';
    };
    'chat.bonus-requested': {
      conversationId: string;
    };
    'deposit.made': {
      depositId?: string;
      amount: Money;
    };
    'loyalty.changed': {
      points: number | string;
      tier: string;
      status: string;
    };
    'message.delivered': {
      offerId: string;
    };
    'minigame.spin-issued': {
      saw_template_id: number | string;
      minigame_spins_count: number | string;
    };
    'offer.scheduled': {
      offerId: string;
      sendAt: string;
      text: string;
      media?: {
        url: string;
        title?: string;
      }[];
    };
    'player.excluded': {
      reason?: string;
    };
    'player.level-up': {
      level: string;
    };
    'player.referred': {
      referrerId: string;
    };
    'player.registered': {
      firstName?: string;
    };
    'reward.claimed': {
      bonusCode: string;
    };
    'store.purchased': {
      item: string;
      points?: number | string;
    };
    'withdrawal.cancelled': {
      withdrawalId: string;
    };
    'withdrawal.requested': {
      withdrawalId: string;
      amount: Money;
    };
  }

  interface Actions {
    'apply-tag': {
      fields: {
        tag: string;
      };
      answer: JsonValue;
    };
    'cancel-bonus': {
      fields: {
        bonusId: string;
        reason: string;
      };
      answer: JsonValue;
    };
    'credit-bonus-code': {
      fields: {
        bonusCode: string;
        validityAmount?: number | string;
      };
      answer: JsonValue;
    };
    'credit-bonus-funds': {
      fields: {
        amount: Money;
        bonusCode?: string;
        reason?: string;
      };
      answer: JsonValue;
    };
    'credit-referrer': {
      fields: {
        amount: Money;
      };
      answer: JsonValue;
    };
    'credit-reward': {
      fields: {
        bonusCode: string;
      };
      answer: JsonValue;
    };
    'issue-minigame-spins': {
      fields: {};
      answer: JsonValue;
    };
    'reply-in-chat': {
      fields: {
        conversationId: string;
        text: string;
      };
      answer: JsonValue;
    };
    'send-promotion': {
      fields: {
        text: string;
      };
      answer: JsonValue;
    };
    'send-rcs': {
      fields: {
        text: string;
      };
      answer: JsonValue;
    };
    'send-sms': {
      fields: {
        text: string;
      };
      answer: JsonValue;
    };
    'sync-points': {
      fields: {
        points: number | string;
        version: string;
      };
      answer: JsonValue;
    };
    'sync-status': {
      fields: {
        status: string;
        version: string;
      };
      answer: JsonValue;
    };
    'sync-tier': {
      fields: {
        tier: string;
        version: string;
      };
      answer: JsonValue;
    };
    'tag-for-campaign': {
      fields: {
        step: string;
      };
      answer: JsonValue;
    };
    'tell-level': {
      fields: {};
      answer: JsonValue;
    };
    'tell-purchase': {
      fields: {};
      answer: JsonValue;
    };
    'unibo-opt-in': {
      fields: {
        campaign_id: string;
      };
      answer: JsonValue;
    };
    'update-player': {
      fields: {
        language: string;
        game?: string;
      };
      answer: JsonValue;
    };
  }

  interface Lookups {
    'active-bonus': {
      answer: {
        bonus_id: string;
        bonus_code: string;
        amount: string;
        currency: string;
      } | null;
    };
    'player-blocks': {
      answer: {
        active: boolean;
        type: 'Blocked' | 'Excluded';
      }[];
    };
    'player-consents': {
      answer: {
        opted_in: boolean;
        type: 'email' | 'sms' | 'telephone' | 'postMail' | 'siteNotification' | 'pushNotification';
      }[];
    };
  }
}
