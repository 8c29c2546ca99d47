/** Shorter ones are words and numbers that stand in any answer. */
const SHORTEST = 8;

/** How many writings may stand inside each other, such as a URL in JSON in JSON. */
const DEPTH = 4;

/** Shorter ones are words: all of them would be decoded. */
const SHORTEST_RUN = 24;

/** How many times over something may be encoded as base64, such as the pair of basic auth in a body that is. */
const ENCODED = 2;

/** A character as JSON, URLs and HTML write it: `\u002b`, `\/`, `%2B`, `&#43;`, `&#x2b;`, `&amp;`. */
const WRITTEN = /\\u([0-9a-f]{4})|\\(["\\/])|%([0-9a-f]{2})|&#x([0-9a-f]{1,6});|&#(\d{1,7});|&(amp|lt|gt|quot|apos);/gi;

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** A text as it reads, and where its characters begin in the text as it came, also the one behind its last. */
interface Reading {
  readonly text: string;
  readonly begins: (at: number) => number;
}

/** Where something stands in a text: from, and to where it does not reach. */
type Place = readonly [from: number, to: number];

/**
 * Takes secrets out of a text that may be kept: some endpoints repeat in their answer what they were sent. Each is found
 * as it is, as JSON, URLs and HTML write it, also one inside the other, and in a run of base64, which goes as a whole.
 * A secret of less than 8 characters is left where it stands.
 */
export function maskSecrets(text: string, secrets: readonly string[]): string {
  const long = secrets.filter(({ length }) => length >= SHORTEST);
  // A form writes spaces in its own way.
  const wanted = [...new Set([...long, ...long.map((secret) => secret.replaceAll(' ', '+'))])];
  return wanted.length === 0 ? text : masked(text, placesOf(wanted, text, 0));
}

function placesOf(wanted: readonly string[], text: string, within: number): Place[] {
  return readingsOf(text).flatMap((reading) => [
    ...wanted.flatMap((secret) => placesIn(reading, secret)),
    ...(within < ENCODED ? encodedPlaces(wanted, reading, within) : []),
  ]);
}

function placesIn({ text, begins }: Reading, secret: string): Place[] {
  const places: Place[] = [];
  for (let at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + 1)) {
    places.push([begins(at), begins(at + secret.length)]);
  }
  return places;
}

/** Runs of base64, of either alphabet, that hold a secret. What stands before one may look like a part of it. */
function encodedPlaces(wanted: readonly string[], { text, begins }: Reading, within: number): Place[] {
  const shortest = Math.max(SHORTEST_RUN, Math.min(...wanted.map(({ length }) => Math.floor((length * 4) / 3))));
  const runs = text.matchAll(new RegExp(`[\\w+/-]{${shortest},}`, 'g'));
  return [...runs].flatMap(({ 0: run, index }): Place[] => {
    const isOne = [0, 1, 2, 3].some((skipped) => {
      const decoded = Buffer.from(run.slice(skipped), 'base64').toString('latin1');
      return placesOf(wanted, decoded, within + 1).length > 0;
    });
    return isOne ? [[begins(index), begins(index + run.length)]] : [];
  });
}

function readingsOf(text: string): Reading[] {
  let reading: Reading = { text, begins: (at) => at };
  const readings = [reading];
  while (readings.length <= DEPTH && reading.text.search(WRITTEN) >= 0) {
    reading = readWritten(reading);
    readings.push(reading);
  }
  return readings;
}

function readWritten({ text, begins }: Reading): Reading {
  const read: string[] = [];
  const begun: number[] = [];
  let at = 0;
  const take = (until: number): void => {
    read.push(text.slice(at, until));
    for (; at < until; at++) begun.push(begins(at));
  };
  for (const match of text.matchAll(WRITTEN)) {
    take(match.index);
    read.push(characterOf(match));
    begun.push(begins(at));
    at += match[0].length;
  }
  take(text.length);
  begun.push(begins(text.length));
  return { text: read.join(''), begins: (place) => begun[place] ?? 0 };
}

/** Always one unit: of what no secret holds, any. */
function characterOf([, unicode, plain, percent, hex, decimal, name]: RegExpExecArray): string {
  if (plain !== undefined) return plain;
  if (name !== undefined) return NAMED[name.toLowerCase()] ?? '';
  const digits = unicode ?? percent ?? hex;
  const code = digits === undefined ? Number(decimal) : Number.parseInt(digits, 16);
  return code < 128 ? String.fromCharCode(code) : '\ufffd';
}

function masked(text: string, places: Place[]): string {
  let [shown, end] = ['', 0];
  for (const [from, to] of places.sort(([a], [b]) => a - b)) {
    if (from >= end) shown += `${text.slice(end, from)}***`;
    end = Math.max(end, to);
  }
  return shown + text.slice(end);
}
