import type { Client } from '@temporalio/client';
import type { Hold } from '../../workflows/contracts/keepers/hold.js';
import type { HoldReader } from '../../workflows/contracts/ports.js';
import type { OwnEventType } from '../../workflows/contracts/runs/own-events.js';
import { readHolds, sendHold } from './holds.js';

/** Time between two reads, in milliseconds. A hold is seen after twice this time at the latest. */
const LOOK_INTERVAL_MS = 900;

/** Time for setting a hold within an attempt, which has few seconds left. Milliseconds. */
const TRIP_WITHIN = 2_000;

/** Time for a worker to take in holds that were set before this process started, in milliseconds. */
const SETTLES_WITHIN = 10_000;

/** Log for brands whose holds can't be read. */
export interface WatchLog {
  error(about: { readonly err: unknown; readonly brand: string }, message: string): void;
  info(about: { readonly brand: string }, message: string): void;
}

/** A hold that this process has set. Reads from `accepted` on (epoch milliseconds) include it, or its release. */
interface Tripped {
  readonly hold: Hold;
  accepted: number;
}

/** Tracks the holds of every brand in the catalogue. Reads them once a second, from `start` to `close`. */
export class HoldWatcher implements HoldReader {
  readonly #client: Client;
  readonly #brands: () => Iterable<string>;
  readonly #log: WatchLog;
  readonly #announces: (brand: string) => readonly OwnEventType[];
  readonly #known = new Map<string, readonly Hold[]>();
  readonly #tripped = new Map<string, Map<string, Tripped>>();
  readonly #unread = new Set<string>();
  readonly #began = Date.now();
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  /** `announces` returns the types of Waypost's own events that rules of a brand listen to; none by default. */
  constructor(
    client: Client,
    brands: () => Iterable<string>,
    log: WatchLog,
    announces: (brand: string) => readonly OwnEventType[] = () => [],
  ) {
    this.#client = client;
    this.#brands = brands;
    this.#log = log;
    this.#announces = announces;
  }

  /** Resolves when the holds of every brand were read, or are known to be unreadable. */
  async start(): Promise<void> {
    await this.#readAll();
  }

  current(brand: string): readonly Hold[] | null {
    const known = this.#known.get(brand);
    if (known === undefined) return null;
    const own = [...(this.#tripped.get(brand)?.values() ?? [])];
    const ids = new Set(known.map(({ id }) => id));
    return own.length === 0 ? known : [...known, ...own.map(({ hold }) => hold).filter(({ id }) => !ids.has(id))];
  }

  async trip(brand: string, hold: Hold): Promise<void> {
    if (this.current(brand)?.some(({ id }) => id === hold.id)) return;
    const own = this.#tripped.get(brand) ?? new Map<string, Tripped>();
    const tripped = { hold, accepted: Infinity };
    this.#tripped.set(brand, own.set(hold.id, tripped));
    try {
      const announces = this.#announces(brand);
      await sendHold(this.#client, brand, hold, { within: TRIP_WITHIN, announces });
      tripped.accepted = Date.now();
    } catch (error) {
      own.delete(hold.id);
      throw error;
    }
  }

  /** Stops reading. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  async #readAll(): Promise<void> {
    const began = Date.now();
    await Promise.all([...this.#brands()].map((brand) => this.#read(brand)));
    if (this.#closed) return;
    this.#timer = setTimeout(() => void this.#readAll(), Math.max(0, LOOK_INTERVAL_MS - (Date.now() - began)));
  }

  async #read(brand: string): Promise<void> {
    const began = Date.now();
    try {
      const { holds, settled } = await readHolds(this.#client, brand, LOOK_INTERVAL_MS);
      // The workers that start now take in a hold that was set while none ran. Nothing is sent before that.
      const early = !settled && !this.#known.has(brand) && Date.now() - this.#began < SETTLES_WITHIN;
      if (!early) this.#known.set(brand, holds);
      if (settled) this.#forgetTripped(brand, began);
      if (this.#unread.delete(brand)) this.#log.info({ brand }, 'the holds can be read again');
    } catch (error) {
      if (this.#closed || this.#unread.has(brand)) return;
      this.#unread.add(brand);
      this.#log.error({ err: error, brand }, 'could not read the holds; the last known ones stay in force');
    }
  }

  #forgetTripped(brand: string, read: number): void {
    const own = this.#tripped.get(brand);
    for (const [id, { accepted }] of own ?? []) {
      if (accepted < read) own?.delete(id);
    }
  }
}
