import type { Client } from '@temporalio/client';
import type { Hold, HoldsIndexMemo } from '../../workflows/contracts/keepers/hold.js';
import { holdsId } from '../../workflows/contracts/names.js';
import type { HoldReader } from '../../workflows/contracts/ports.js';
import type { OwnEventType } from '../../workflows/contracts/runs/own-events.js';
import { readHolds, sendHold } from './holds.js';
import { listHolds, readHoldsIndex, startHoldsIndex } from './holds-index.js';

/** Time between two looks, in milliseconds. A hold is seen after twice this time, unless Temporal answers late. */
const LOOK_INTERVAL_MS = 900;

/** Time for setting a hold within an attempt, which has few seconds left. Milliseconds. */
const TRIP_WITHIN = 2_000;

/** Time for a worker to take in holds that were set before this process started, in milliseconds. */
const SETTLES_WITHIN = 10_000;

/** Times of a watcher, in milliseconds. */
export interface WatchTimes {
  /**
   * Time for which processes of an earlier build may run beside the first index, and set holds without telling it. Until
   * then, every brand's holds are read each time.
   */
  readonly oldBuildsRun: number;
  /** Time between two looks at all brands, in case that the index was not told. */
  readonly listInterval: number;
}

const TIMES: WatchTimes = { oldBuildsRun: 15 * 60_000, listInterval: 30_000 };

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

/**
 * Tracks the holds of every brand in the catalogue, from `start` to `close`. Once a second it reads the index of holds, and
 * the holds of those brands that have changed.
 */
export class HoldWatcher implements HoldReader {
  readonly #client: Client;
  readonly #brands: () => Iterable<string>;
  readonly #log: WatchLog;
  readonly #announces: (brand: string) => readonly OwnEventType[];
  readonly #known = new Map<string, readonly Hold[]>();
  readonly #tripped = new Map<string, Map<string, Tripped>>();
  /** By brand, the index's version of the holds that are known. A brand without one is read. */
  readonly #versions = new Map<string, number>();
  readonly #unread = new Set<string>();
  readonly #times: WatchTimes;
  #listed = Date.now();
  readonly #began = Date.now();
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  /** `announces` returns the types of Waypost's own events that rules of a brand listen to; none by default. */
  constructor(
    client: Client,
    brands: () => Iterable<string>,
    log: WatchLog,
    announces: (brand: string) => readonly OwnEventType[] = () => [],
    times = TIMES,
  ) {
    this.#client = client;
    this.#brands = brands;
    this.#log = log;
    this.#announces = announces;
    this.#times = times;
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
    this.#versions.delete(brand);
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
    const brands = [...this.#brands()];
    const index = await this.#index();
    if (index === null) this.#versions.clear();
    const changed = brands.filter((brand) => index === null || this.#versions.get(brand) !== versionOf(brand, index));
    await Promise.all(changed.map((brand) => this.#read(brand, index)));
    if (index !== null && began - this.#listed > this.#times.listInterval) void this.#list(brands);
    if (this.#closed) return;
    this.#timer = setTimeout(() => void this.#readAll(), Math.max(0, LOOK_INTERVAL_MS - (Date.now() - began)));
  }

  /** Reads the index of holds. `null`: it can't be relied on, and every brand is read. */
  async #index(): Promise<HoldsIndexMemo | null> {
    try {
      const index = await readHoldsIndex(this.#client, LOOK_INTERVAL_MS);
      if (index === null && !this.#closed) await startHoldsIndex(this.#client, LOOK_INTERVAL_MS);
      return index !== null && Date.now() - Date.parse(index.since) >= this.#times.oldBuildsRun ? index : null;
    } catch {
      return null; // reading the brands says why
    }
  }

  /** Looks at what visibility shows of all brands. One that differs is read at the next look. */
  async #list(brands: readonly string[]): Promise<void> {
    this.#listed = Date.now();
    const listed = await listHolds(this.#client).catch(() => null); // the next time does
    if (listed === null) return;
    for (const brand of brands) {
      const shown = listed.get(holdsId(brand)) ?? [];
      if (JSON.stringify(shown) !== JSON.stringify(this.#known.get(brand))) this.#versions.delete(brand);
    }
  }

  async #read(brand: string, index: HoldsIndexMemo | null): Promise<void> {
    const began = Date.now();
    try {
      const { holds, settled } = await readHolds(this.#client, brand, LOOK_INTERVAL_MS);
      // The workers that start now take in a hold that was set while none ran. Nothing is sent before that.
      const early = !settled && !this.#known.has(brand) && Date.now() - this.#began < SETTLES_WITHIN;
      if (!early) this.#known.set(brand, holds);
      if (settled) this.#forgetTripped(brand, began);
      // A hold that is tripped meanwhile is read once more, as is what a worker has still to take in.
      if (settled && index !== null && !this.#tripped.get(brand)?.size) {
        this.#versions.set(brand, versionOf(brand, index));
      }
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

function versionOf(brand: string, { versions }: HoldsIndexMemo): number {
  return versions[brand] ?? 0;
}
