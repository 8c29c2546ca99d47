import { base64Runs, decodeRuns } from './base64-runs.js';
import { readEscapes, type Reading } from './readings.js';

/** Shorter secrets are words and numbers that appear in any answer. */
const SHORTEST = 8;

/** Most encodings inside each other, such as a URL in JSON in JSON. */
const DEPTH = 4;

/** Shorter ones are words: all of them would be decoded. */
const SHORTEST_RUN = 24;

/** Most layers of base64, such as the pair of basic auth in a body that is itself encoded. */
const ENCODED = 2;

/** The most units that are gone through for one text, each time counted: about a tenth of a second's work. */
const WORK = 24 * 1024 * 1024;

/** Speed of the platform's search for one secret, relative to ours. */
const NATIVE = 16;

/** The most units that a character of a secret takes, as ordinary programs write it, one writing inside another. */
const WIDEST = 16;

/** Replaces a text that could not be checked for secrets in time. */
export const NOT_KEPT = 'not kept: too costly to check for secrets';

/** A place in a text; `to` is the place after its end. */
type Place = readonly [from: number, to: number];

/**
 * Takes secrets out of a text that may be kept: some endpoints repeat in their answer what they were sent. Each is found
 * as it is, as JSON, URLs and HTML write it, also one inside the other, and in a run of base64, which goes as a whole.
 * A secret of less than 8 characters is left where it stands. The work is bounded, whatever the text.
 * @param until how much of the text is wanted, in its characters: what comes after is looked at only as far as a secret
 *   that begins before may reach
 * @returns `null` for a text that takes too much work to look through
 */
export function maskSecrets(text: string, secrets: readonly string[], until: number = text.length): string | null {
  const long = secrets.filter(({ length }) => length >= SHORTEST);
  // A form writes spaces in its own way.
  const wanted = [
    ...new Set(long.flatMap((secret) => [...readings(secret), ...readings(secret.replaceAll(' ', '+'))])),
  ];
  if (wanted.length === 0) return text.slice(0, until);
  const reach = WIDEST * Math.max(...wanted.map(({ length }) => length)) + 1_024;
  const search = new Search(wanted, WORK);
  const places = search.places(unitsOf(text.slice(0, until + reach)));
  return search.isExhausted ? null : masked(text, places, until);
}

/** Looks for secrets in one text, until it has done as much work as it may. */
class Search {
  readonly #wanted: readonly Buffer[];
  readonly #shortestRun: number;
  #left: number;

  constructor(wanted: readonly string[], work: number) {
    this.#wanted = wanted.map((secret) => Buffer.from(secret, 'utf16le'));
    this.#shortestRun = Math.max(SHORTEST_RUN, Math.min(...wanted.map(({ length }) => Math.floor((length * 4) / 3))));
    this.#left = work;
  }

  /** True if the search ran out of work, so that nothing is known about the text. */
  get isExhausted(): boolean {
    return this.#left < 0;
  }

  /** Places of secrets in a text; `within` counts its layers of base64. */
  places(units: Uint16Array, within = 0): Place[] {
    const found: Place[] = [];
    let reading: Reading | null = { units, begins: null };
    let original = (at: number): number => at;
    for (let level = 0; reading !== null && this.#spend(reading.units.length); level += 1) {
      const { begins } = reading;
      const before = original;
      if (begins !== null) original = (at) => before(begins[at] ?? 0);
      const places = [...this.#asTheyAre(reading.units), ...(within < ENCODED ? this.#encoded(reading, within) : [])];
      for (const [from, to] of places) found.push([original(from), original(to)]);
      reading = level < DEPTH ? readEscapes(reading.units) : null;
    }
    return found;
  }

  #asTheyAre(units: Uint16Array): Place[] {
    const places: Place[] = [];
    this.#spend((units.length * this.#wanted.length) / NATIVE);
    const bytes = Buffer.from(units.buffer, units.byteOffset, units.byteLength);
    for (const secret of this.#wanted) {
      let at = bytes.indexOf(secret, 0, 'utf16le');
      while (at >= 0 && this.#spend(secret.length / 2)) {
        places.push([at / 2, (at + secret.length) / 2]);
        at = bytes.indexOf(secret, at + 2, 'utf16le');
      }
    }
    return places;
  }

  /** The runs of base64 that hold a secret. What stands before one may look like a part of it. */
  #encoded({ units, begins }: Reading, within: number): Place[] {
    const places = new Set<Place>();
    const all = base64Runs(units, this.#shortestRun);
    // One without an escape was decoded in the reading before.
    const runs =
      begins === null ? all : all.filter(([from, to]) => (begins[to] ?? 0) - (begins[from] ?? 0) > to - from);
    for (let skipped = 0; runs.length > 0 && skipped < 4 && !this.isExhausted; skipped += 1) {
      const decoded = decodeRuns(units, runs, skipped);
      for (const [at] of this.places(decoded.units, within + 1)) places.add(decoded.runAt(at));
    }
    return [...places];
  }

  #spend(units: number): boolean {
    this.#left -= units;
    return this.#left >= 0;
  }
}

/** A secret, and what is left of one that looks like a writing where the text around it is read. */
function readings(secret: string): string[] {
  const all = [secret];
  let reading = readEscapes(unitsOf(secret));
  for (let level = 0; reading !== null && reading.units.length >= SHORTEST && level < DEPTH; level += 1) {
    all.push(String.fromCharCode(...reading.units));
    reading = readEscapes(reading.units);
  }
  return all;
}

function unitsOf(text: string): Uint16Array {
  const units = new Uint16Array(text.length);
  for (let at = 0; at < text.length; at += 1) units[at] = text.charCodeAt(at);
  return units;
}

function masked(text: string, places: Place[], until: number): string {
  let [shown, end] = ['', 0];
  for (const [from, to] of places.sort(([a], [b]) => a - b)) {
    if (from >= until) break;
    if (from >= end) shown += `${text.slice(end, from)}***`;
    end = Math.max(end, to);
  }
  return shown + text.slice(end, until);
}
