/** A received request with masked secrets. */
export interface EchoedRequest {
  /** Counts up over all buckets. */
  readonly number: number;
  /** ISO 8601. */
  readonly at: string;
  readonly method: string;
  /** The path below the bucket: `/bonus/credit`. */
  readonly path: string;
  /** Without the question mark; not decoded. */
  readonly query: string;
  /** In their order; a name can occur twice. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The first 256 kB. */
  readonly body: Buffer;
  /** The size of the whole body in bytes. */
  readonly size: number;
}

/** Limits on the memory of the store. */
export interface EchoBounds {
  readonly buckets: number;
  readonly perBucket: number;
  /** Over all buckets, in bytes. */
  readonly bytes: number;
}

const BOUNDS: EchoBounds = { buckets: 1_000, perBucket: 100, bytes: 64 * 1024 * 1024 };

/** Rough cost of an entry beside its texts and body, in bytes. */
const OVERHEAD = 1_024;

/** The last requests of each bucket, in the memory of this process. Drops the oldest beyond a limit. */
export class EchoStore {
  readonly #buckets = new Map<string, EchoedRequest[]>(); // least recently used first
  readonly #bounds: EchoBounds;
  #bytes = 0;
  #count = 0;

  constructor(bounds: EchoBounds = BOUNDS) {
    this.#bounds = bounds;
  }

  /** Keeps a request and returns its number. */
  add(bucket: string, request: Omit<EchoedRequest, 'number'>): number {
    const entry = { ...request, number: ++this.#count };
    const entries = this.#buckets.get(bucket) ?? [];
    this.#buckets.delete(bucket);
    this.#buckets.set(bucket, entries);
    entries.push(entry);
    this.#bytes += costOf(entry);
    if (entries.length > this.#bounds.perBucket) this.#dropFirst(bucket, entries);
    while (this.#buckets.size > this.#bounds.buckets || this.#bytes > this.#bounds.bytes) {
      const [oldest] = this.#buckets;
      if (oldest === undefined || (oldest[1] === entries && entries.length === 1)) break;
      this.#dropFirst(...oldest);
    }
    return entry.number;
  }

  /** The requests of a bucket, newest first. */
  list(bucket: string): readonly EchoedRequest[] {
    return [...(this.#buckets.get(bucket) ?? [])].reverse();
  }

  /** Rough size of the store in bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  #dropFirst(bucket: string, entries: EchoedRequest[]): void {
    const first = entries.shift();
    if (first !== undefined) this.#bytes -= costOf(first);
    if (entries.length === 0) this.#buckets.delete(bucket);
  }
}

function costOf({ path, query, headers, body }: EchoedRequest): number {
  const texts = headers.reduce((sum, [name, value]) => sum + name.length + value.length, path.length + query.length);
  return OVERHEAD + 2 * texts + body.length;
}
