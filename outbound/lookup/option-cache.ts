import type { NoOptions, Options } from '../../catalogue/lookup/read-options.js';

/** An option list can't be had, and there is no copy of it. */
export class OptionsUnavailable extends Error {
  override readonly name = 'OptionsUnavailable';
}

/** A list out of the cache. */
export interface CachedOptions extends Options {
  /** Milliseconds since it was read. */
  readonly age: number;
  /** True if the copy is past its time: a newer one is being asked for, or could not be read. */
  readonly stale: boolean;
}

/** Which list to give. */
export interface OptionsWish {
  /** All that the list depends on: brand, definition, params. */
  readonly key: string;
  /** Time for which a copy is served without asking again, in milliseconds. */
  readonly cache: number;
  readonly load: () => Promise<Options | NoOptions>;
}

interface Copy {
  readonly options: Options;
  readonly readAt: number;
}

export interface OptionCacheSettings {
  /** Most lists to keep; the least recently used one is dropped. */
  readonly maxEntries: number;
  /** Called with the reason when a stale list could not be refreshed. */
  readonly onFailure: (key: string, reason: string) => void;
  /** The clock, in epoch milliseconds. */
  readonly now?: () => number;
}

/**
 * The option lists of one process. A copy that is past its time is served at once while one request for all fetches a
 * newer one; it goes on being served as long as that fails.
 */
export class OptionCache {
  readonly #copies = new Map<string, Copy>(); // the one asked for longest ago comes first
  readonly #loading = new Map<string, Promise<Copy>>();
  readonly #settings: OptionCacheSettings;
  readonly #now: () => number;

  constructor(settings: OptionCacheSettings) {
    this.#settings = settings;
    this.#now = settings.now ?? Date.now;
  }

  /** A list. @throws OptionsUnavailable when it can't be had and there is no copy */
  async get(wish: OptionsWish): Promise<CachedOptions> {
    const copy = this.#copies.get(wish.key);
    if (copy === undefined) return this.#served(await this.#load(wish), wish);
    this.#keep(wish.key, copy);
    const served = this.#served(copy, wish);
    if (served.stale && !this.#loading.has(wish.key)) {
      this.#load(wish).catch((error: unknown) => {
        this.#settings.onFailure(wish.key, error instanceof Error ? error.message : String(error));
      });
    }
    return served;
  }

  /** Asks for a list, or joins the request that is under way. @throws OptionsUnavailable */
  async renew(wish: OptionsWish): Promise<CachedOptions> {
    return this.#served(await this.#load(wish), wish);
  }

  #served({ options, readAt }: Copy, wish: OptionsWish): CachedOptions {
    const age = Math.max(0, this.#now() - readAt);
    return { ...options, age, stale: age > wish.cache };
  }

  #load(wish: OptionsWish): Promise<Copy> {
    const known = this.#loading.get(wish.key);
    if (known !== undefined) return known;
    const loading = this.#fetch(wish).finally(() => this.#loading.delete(wish.key));
    this.#loading.set(wish.key, loading);
    return loading;
  }

  async #fetch({ key, load }: OptionsWish): Promise<Copy> {
    const options = await load();
    if (options.kind === 'fault') throw new OptionsUnavailable(options.reason);
    const copy = { options, readAt: this.#now() };
    this.#keep(key, copy);
    return copy;
  }

  #keep(key: string, copy: Copy): void {
    this.#copies.delete(key);
    this.#copies.set(key, copy);
    for (const oldest of this.#copies.keys()) {
      if (this.#copies.size <= this.#settings.maxEntries) return;
      this.#copies.delete(oldest);
    }
  }
}
