import type { Client } from '@temporalio/client';
import type { Hold } from '../../workflows/contracts/keepers/hold.js';
import type { HoldReader } from '../../workflows/contracts/ports.js';
import type { OwnEventType } from '../../workflows/contracts/runs/own-events.js';
import { readHolds, sendHold } from './holds.js';

/** Twice this is how late a hold is seen; milliseconds. */
const LOOK_INTERVAL_MS = 900;

/** An attempt waits for the hold that it trips, and has few seconds left of its time. Milliseconds. */
const TRIP_WITHIN = 2_000;

/** How long what was said about holds before this process began may wait for a worker; milliseconds. */
const SETTLES_WITHIN = 10_000;

/** What is said of brands whose holds can't be read. */
export interface WatchLog {
  error(about: { readonly err: unknown; readonly brand: string }, message: string): void;
  info(about: { readonly brand: string }, message: string): void;
}

/** A hold that this process has set. What is read from `accepted` on (epoch milliseconds) knows it, or its release. */
interface Tripped {
  readonly hold: Hold;
  accepted: number;
}

/** Knows the holds of every brand of the catalogue: reads them each second, from `start` to `close`. */
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

  /** `announces`: Waypost's own events that rules of a brand listen to; none unless given. */
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

  /** Resolves when the holds of every brand have been read, or are known to be unreadable. */
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

  /** Reads no more. */
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
      // Set while no worker ran, a hold is taken in by the workers that now start: nothing is sent before.
      const early = !settled && !this.#known.has(brand) && Date.now() - this.#began < SETTLES_WITHIN;
      if (!early) this.#known.set(brand, holds);
      if (settled) this.#forgetTripped(brand, began);
      if (this.#unread.delete(brand)) this.#log.info({ brand }, 'the holds can be read again');
    } catch (error) {
      if (this.#closed || this.#unread.has(brand)) return;
      this.#unread.add(brand);
      this.#log.error({ err: error, brand }, 'the holds can not be read: those last known stay in force');
    }
  }

  #forgetTripped(brand: string, read: number): void {
    const own = this.#tripped.get(brand);
    for (const [id, { accepted }] of own ?? []) {
      if (accepted < read) own?.delete(id);
    }
  }
}
