const SLASH = /[/\\]/;
const CONTROL = /\p{Cc}/u;
/** A dot segment, also with a path parameter (`..;x`), which some servers drop before they resolve. */
const DOTS = /^\.{1,2}(?:;.*)?$/su;
/** Bytes that only a too long, forbidden spelling of an ASCII character begins with (`%c0%af` is a slash), and `%u002f`. */
const DISGUISED = /%(?:c[01]|e0%[89]|f0%8|u[0-9a-f]{4})/i;
const ASCII_ESCAPE = /%([0-7][0-9a-f])/gi;

/** More often nobody encodes. What is still encoded then is refused, so that reading it takes bounded time. */
const MOST_DECODINGS = 5;

/**
 * The reason why a value can't be in a path: some server, however often it decodes, would leave the path. `null` for
 * none.
 */
export function pathValueFault(value: string): string | null {
  const readings = readingsOf(value);
  if (readings === null) return 'is percent-encoded in a way that hides its meaning';
  if (readings.some((text) => CONTROL.test(text))) return 'holds a line break or another control character';
  if (readings.some((text) => SLASH.test(text)))
    return 'holds a slash or backslash, and only one part of the path is allowed';
  return null;
}

/** True if some server reads a part of a path, given before it is encoded, as `.` or `..`. */
export function climbs(segment: string): boolean {
  const readings = readingsOf(segment);
  return readings === null || readings.some((text) => DOTS.test(text.trim()));
}

/** A text as it is, and as it reads each time it is percent-decoded; `null` where that has no end, or is forbidden. */
function readingsOf(text: string): string[] | null {
  const readings = [text];
  for (let times = 0, at = text; times <= MOST_DECODINGS; times += 1) {
    if (DISGUISED.test(at)) return null;
    const decoded = at.replace(ASCII_ESCAPE, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    // Full-width signs become plain ones where a server normalises.
    if (decoded === at) return [...readings, ...readings.map((reading) => reading.normalize('NFKC'))];
    readings.push(decoded);
    at = decoded;
  }
  return null;
}
