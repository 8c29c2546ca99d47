const LONGEST = 64;

/** The name that a mistyped one probably means, or `null` when none is close: at most a third of it wrong. */
export function closest(mistyped: string, names: Iterable<string>): string | null {
  let best: string | null = null;
  let least = Math.max(1, Math.floor(mistyped.length / 3)) + 1;
  for (const name of names) {
    const distance = distanceOf(mistyped.toLowerCase(), name.toLowerCase());
    if (distance < least) [best, least] = [name, distance];
  }
  return best;
}

/** `: did you mean "x"?` where a name is close, else what `otherwise` says. */
export function suggestion(mistyped: string, names: Iterable<string>, otherwise: string): string {
  const near = closest(mistyped, names);
  return near === null ? otherwise : `: did you mean "${near}"?`;
}

/** Levenshtein's distance; names too long to be typed by hand are never close. */
function distanceOf(a: string, b: string): number {
  if (a.length > LONGEST || b.length > LONGEST) return a === b ? 0 : Infinity;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 0; i < a.length; i += 1) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j += 1) {
      const changed = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1);
      next.push(Math.min(changed, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? Infinity;
}
