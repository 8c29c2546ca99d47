/** Kinds of effects that a request can have on a player. */
export type EffectKind =
  | 'bonus-credited'
  | 'funds-credited'
  | 'bonus-cancelled'
  | 'tag-added'
  | 'player-updated'
  | 'opted-in'
  | 'loyalty-event'
  | 'message-sent'
  | 'spins-issued'
  | 'chat-reply';

/** The change of an effect. `amount` is decimal digits as they were sent; `null` if the effect has none. */
export interface LedgerChange {
  readonly user: string;
  readonly kind: EffectKind;
  readonly amount: string | null;
  readonly currency: string | null;
  readonly bonusCode: string | null;
}

/** One effect that happened. `key` is the request's `Idempotency-Key`; `time` is ISO 8601. */
export interface LedgerEntry extends LedgerChange {
  readonly key: string | null;
  readonly time: string;
}

/** The wallet ledger. It only grows, until it is cleared. */
export class Ledger {
  #entries: LedgerEntry[] = [];

  /** Books an effect. */
  add(change: LedgerChange, key: string | null): void {
    this.#entries.push({ ...change, key, time: new Date().toISOString() });
  }

  /** Returns every effect, newest last. */
  all(): readonly LedgerEntry[] {
    return this.#entries;
  }

  /** Returns the first effect that was booked under a key. */
  find(key: string): LedgerEntry | undefined {
    return this.#entries.find((entry) => entry.key === key);
  }

  clear(): void {
    this.#entries = [];
  }
}
