import type { BrandCatalogue } from '../../catalogue/brand/definition.js';
import type { Catalogue } from '../../catalogue/catalogue.js';
import { Problem } from '../http/errors.js';
import type { StoredKey } from './stored-keys.js';

/** The header by which a key of several brands says which one it means. */
export const BRAND_HEADER = 'Waypost-Brand';

/** The brand of a request as a whole: the key's, or the one that the header picks among them. */
export function brandOfRequest(key: StoredKey, header: string | undefined): string {
  if (header !== undefined) {
    if (key.brands.includes(header)) return header;
    throw new Problem('not-found', `The key holds no brand of the name in ${BRAND_HEADER}: check its spelling.`, {
      errors: [{ field: BRAND_HEADER, message: 'is none of the brands of the key' }],
    });
  }
  const [only, ...others] = key.brands;
  if (only !== undefined && others.length === 0) return only;
  throw new Problem('malformed-request', `The key holds several brands: name one in the header ${BRAND_HEADER}.`, {
    errors: [{ field: BRAND_HEADER, message: `is missing: one of ${key.brands.join(', ')}` }],
  });
}

/** What the catalogue says of a brand of a key. Throws a problem of 404 where it has left the catalogue. */
export function brandNow(catalogue: Catalogue, name: string): BrandCatalogue {
  const brand = catalogue.brands.get(name);
  if (brand) return brand;
  throw new Problem('not-found', `The brand ${name} is not in the catalogue (${catalogue.hash}): add it.`);
}

/** The brand of an event, or why it has none. */
export type EventBrand = { readonly brand: string } | { readonly refusal: string };

/** The brand of an event: one of `brands`, as the event names it by its name or an origin; a single one needs no name. */
export function brandOfEvent(brands: readonly string[], named: string | undefined, catalogue: Catalogue): EventBrand {
  if (named === undefined) {
    const [only, ...others] = brands;
    if (only !== undefined && others.length === 0) return { brand: only };
    return { refusal: `is missing: the key holds several brands, name one of ${brands.join(', ')}` };
  }
  const brand = brands.includes(named)
    ? named
    : brands.find((candidate) => catalogue.brands.get(candidate)?.origins.includes(named));
  return brand === undefined
    ? { refusal: 'brand-mismatch: the key is not for this brand or origin; leave `brand` out or use another key' }
    : { brand };
}
