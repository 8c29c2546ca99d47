const OTHER = 64;

/** The value of each character of base64, in the alphabets of RFC 4648, sections 4 and 5; 64 for all others. */
const VALUES = new Uint8Array(128).fill(OTHER);
for (const alphabet of ['+/', '-_']) {
  const all = `ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789${alphabet}`;
  for (let value = 0; value < all.length; value += 1) VALUES[all.charCodeAt(value)] = value;
}

/** A run of base64 characters; `to` is the place after its end. */
export type Run = readonly [from: number, to: number];

/** The bytes of several runs one after another, each as a unit and a NUL between them. */
export interface Decoded {
  readonly units: Uint16Array;
  /** The run that holds the unit at this place. */
  readonly runAt: (at: number) => Run;
}

/** The runs of characters of base64 that are at least so long. */
export function base64Runs(units: Uint16Array, shortest: number): Run[] {
  const runs: Run[] = [];
  let from = 0;
  for (let at = 0; at <= units.length; at += 1) {
    if (at < units.length && valueOf(units[at] ?? 0) !== OTHER) continue;
    if (at - from >= shortest) runs.push([from, at]);
    from = at + 1;
  }
  return runs;
}

/** Decodes runs of base64, each from its character number `skipped` on. */
export function decodeRuns(units: Uint16Array, runs: readonly Run[], skipped: number): Decoded {
  const most = runs.reduce((sum, [from, to]) => sum + to - from + 1, 0);
  const bytes = new Uint16Array(most);
  const ends = new Uint32Array(runs.length);
  let length = 0;
  for (const [index, [from, to]] of runs.entries()) {
    let [bits, pending] = [0, 0];
    for (let at = from + skipped; at < to; at += 1) {
      bits = ((bits << 6) | valueOf(units[at] ?? 0)) & 0xffff;
      pending += 6;
      if (pending < 8) continue;
      pending -= 8;
      bytes[length] = (bits >> pending) & 0xff;
      length += 1;
    }
    length += 1; // a NUL, which no secret holds
    ends[index] = length;
  }
  return { units: bytes.subarray(0, length), runAt: (at) => runs[countUpTo(ends, at)] ?? [0, 0] };
}

/** Number of values in a rising list that are not larger than `one`. */
function countUpTo(rising: Uint32Array, one: number): number {
  let [low, high] = [0, rising.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rising[middle] ?? 0) <= one) low = middle + 1;
    else high = middle;
  }
  return low;
}

function valueOf(unit: number): number {
  return unit < 128 ? (VALUES[unit] ?? OTHER) : OTHER;
}
