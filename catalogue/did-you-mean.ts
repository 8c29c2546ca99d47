import { closest, distance } from 'fastest-levenshtein';

/** Ends a sentence about an unknown name: `: did you mean "x"?`, or the known names. */
export function didYouMean(name: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  const near = closest(name, known);
  if (distance(name, near) <= Math.max(2, name.length / 4)) return `: did you mean "${near}"?`;
  return known.length <= 25 ? `: use ${known.join(', ')}` : '';
}
