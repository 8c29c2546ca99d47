import type { JsonObject } from '../../workflows/contracts/json.js';
import type { PlayerPatch } from './control-schemas.js';

type BlockType = 'Blocked' | 'Excluded';
type ConsentType = NonNullable<PlayerPatch['consents']>[number]['type'];

/** A bonus that a player is wagering; `amount` in decimal digits. */
export type ActiveBonus = NonNullable<PlayerPatch['activeBonus']>;

/** A block as `GET /userblocks/{id}` shows it. */
export interface Block {
  readonly active: boolean;
  readonly type: BlockType;
  readonly note: string;
}

/** A consent as `GET /userconsents/{id}` shows it. */
export interface Consent {
  readonly opted_in: boolean;
  readonly type: ConsentType;
}

/** A player. `details` are those that differ from the invented ones. */
export interface Player {
  readonly id: string;
  readonly blocks: readonly Block[];
  readonly consents: readonly Consent[];
  readonly details: JsonObject;
  readonly activeBonus: ActiveBonus | null;
}

const BLOCKS: readonly BlockType[] = ['Blocked', 'Excluded'];
const CONSENTS: readonly ConsentType[] = [
  'email',
  'sms',
  'telephone',
  'postMail',
  'siteNotification',
  'pushNotification',
];

/**
 * The players. Every id exists: unblocked, with all consents and an active bonus `B-{id}` of 50.00 EUR, until something
 * changes that.
 */
export class Players {
  readonly #changed = new Map<string, Player>();

  get(id: string): Player {
    return this.#changed.get(id) ?? invented(id);
  }

  /** Changes the fields of the patch and keeps the rest. */
  change(id: string, patch: PlayerPatch): void {
    const known = this.get(id);
    this.#changed.set(id, {
      id,
      blocks: known.blocks.map((block) => {
        const given = patch.blocks?.find(({ type }) => type === block.type);
        return given ? { ...block, active: given.active, note: given.note ?? block.note } : block;
      }),
      consents: known.consents.map((consent) => patch.consents?.find(({ type }) => type === consent.type) ?? consent),
      details: { ...known.details, ...patch.details },
      activeBonus: patch.activeBonus === undefined ? known.activeBonus : patch.activeBonus,
    });
  }

  clear(): void {
    this.#changed.clear();
  }
}

function invented(id: string): Player {
  return {
    id,
    blocks: BLOCKS.map((type) => ({ active: false, type, note: '' })),
    consents: CONSENTS.map((type) => ({ opted_in: true, type })),
    details: {},
    activeBonus: { bonus_id: `B-${id}`, bonus_code: 'WELCOME50', amount: '50.00', currency: 'EUR' },
  };
}
