import { isDeepStrictEqual } from 'node:util';
import type { BrandCatalogue } from '../catalogue.js';
import type { Finding } from '../faults.js';

/** Limits of one name count together, so they must say the same wherever they stand. */
export function sharedLimitFindings({ brand, actions }: BrandCatalogue): Finding[] {
  const all = [...actions.values()].flatMap(({ name, limits }) =>
    (limits ?? []).map((limit, index) => ({ action: name, limit, index })),
  );
  return all.flatMap(({ action, limit, index }) => {
    const first = all.find((other) => other.limit.name === limit.name);
    if (first === undefined || first.action === action || isDeepStrictEqual(first.limit, limit)) return [];
    const message = `"${limit.name}" counts together with the limit of ${first.action}: say the same here, or name it otherwise`;
    return [{ brand, section: 'actions' as const, path: [action, 'limits', index, 'name'], message }];
  });
}
