import { closest, distance } from 'fastest-levenshtein';

/** The end of a sentence about a name that is not known: `: did you mean "x"?`, or what there is. */
export function didYouMean(name: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  const near = closest(name, known);
  if (distance(name, near) <= Math.max(2, name.length / 4)) return `: did you mean "${near}"?`;
  return known.length <= 25 ? `: use ${known.join(', ')}` : '';
}
