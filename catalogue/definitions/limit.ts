import type { MoneyTable } from '../../workflows/contracts/money.js';

/** What a limit counts together. */
export const LIMIT_SCOPES = ['player', 'campaign', 'rule', 'brand'] as const;

export type LimitScope = (typeof LIMIT_SCOPES)[number];

/** How many calls, or how much money, may go out in a window that rolls along, or for ever. */
export interface Limit {
  /** Actions that limit by one name count together. `<action>-per-<scope>` unless given. */
  readonly name: string;
  /** What people read: `credit-referrer per player`. */
  readonly title: string;
  readonly per: LimitScope;
  /** At most so many calls; `null` for any number. */
  readonly count: number | null;
  /** At most so much money, by currency; `null` for any amount. A currency that it lacks is refused. */
  readonly money: MoneyTable | null;
  /** The window in milliseconds; `null` for ever. */
  readonly window: number | null;
}
