import { isNative } from './action/native.js';
import type { BrandCatalogue } from './brand/definition.js';
import { didYouMean } from './did-you-mean.js';
import type { Section } from './load/faults.js';

/**
 * The end of a sentence about a name that a brand does not have: the line that would add it, in which file, where the
 * platform's native calls or the shared definitions have it; else a near name of `known`.
 */
export function howToAdd(
  { brand, operatorApi, untaken }: Pick<BrandCatalogue, 'brand' | 'operatorApi' | 'untaken'>,
  section: Section,
  name: string,
  known: readonly string[],
): string {
  const file = `${brand}/brand.yaml`;
  if (isNative(section, name)) {
    return operatorApi === null
      ? `: it is native, so add operatorApi: { destination: NAME, supports: [${name}] } to ${file}, if the platform answers it`
      : `: it is native, so add ${name} to operatorApi.supports in ${file}, if the platform answers it`;
  }
  const left = untaken.get(section);
  if (left?.names.includes(name) !== true) return didYouMean(name, known);
  return left.by === 'uses'
    ? `: it is shared, so add ${name} to uses.${section} in ${file}`
    : `: it is shared, so take ${name} out of except.${section} in ${file}`;
}
